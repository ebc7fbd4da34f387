import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { locales } from '../packages/react/src/locales/index.ts'
import logo from './docs/logo.png?inline'
import { MailFrame } from './docs/MailFrame.tsx'

/** The email that `selfHosted` sends: the real template, in a separate document as in an email client. */
const meta = {
  id: 'code-mail',
  title: 'Email/Code',
  component: MailFrame,
  parameters: {
    layout: 'fullscreen',
    // The email is not a component, so there is no code to copy.
    docs: { canvas: { sourceState: 'none' } },
    // Axe needs scripts inside frames, and this frame runs none.
    a11y: { options: { iframes: false } },
  },
  args: { locale: 'en', theme: 'light', width: 400 },
  argTypes: {
    locale: { control: 'select', options: [...locales] },
    theme: { control: 'inline-radio', options: ['light', 'dark'] },
  },
  play: async ({ canvas, args }) => {
    const frame = await canvas.findByTitle<HTMLIFrameElement>(/123456/)
    const { body } = await waitFor(() => {
      const mail = frame.contentDocument
      expect(mail?.querySelector('.code')).toHaveTextContent('123456')
      // The frame has the height of its email.
      expect(frame.clientHeight).toBeGreaterThan(300)
      return mail ?? document
    })
    const isDark = args.theme === 'dark'
    expect(getComputedStyle(body).backgroundColor).toBe(
      isDark ? 'rgb(15, 17, 21)' : 'rgb(246, 247, 249)',
    )
    expect(body.scrollWidth).toBe(frame.clientWidth)
  },
} satisfies Meta<typeof MailFrame>

export default meta
type Story = StoryObj<typeof meta>

const phone = { width: 360 }
const desktop = { width: 1280 }
/** Adds the margin of every picture. */
const wide = { picture: { width: 1328 } }

export const Default: Story = {}

export const Dark: Story = { args: { theme: 'dark' } }

export const Phone: Story = { args: { ...phone, locale: 'de' } }

export const PhoneDark: Story = { args: { ...phone, locale: 'ru', theme: 'dark' } }

export const Desktop: Story = { parameters: wide, args: desktop }

export const DesktopDark: Story = { parameters: wide, args: { ...desktop, theme: 'dark' } }

export const RightToLeft: Story = { args: { locale: 'ar' } }

export const RightToLeftDark: Story = { args: { ...phone, locale: 'ar', theme: 'dark' } }

export const RightToLeftDesktop: Story = { parameters: wide, args: { ...desktop, locale: 'ar' } }

export const Branded: Story = {
  args: { name: 'Café “Zoë” & Co', color: '#0a5c36', darkColor: '#7bd9ab', logo },
}

export const BrandedDark: Story = { args: { ...Branded.args, locale: 'fr', theme: 'dark' } }
