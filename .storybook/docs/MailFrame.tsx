import { createCodeMail } from '../../packages/server/src/upstreams/self-hosted/mail/createCodeMail.ts'

/**
 * Shows an email with a code in a window of this width, without scripts. A frame always has the browser's
 * colour scheme, so this component replaces the email's media query.
 */
export function MailFrame({ locale, theme, width, ...brand }: MailFrame.Props) {
  const { name, color, darkColor, logo } = brand
  const image =
    logo === undefined
      ? {}
      : {
          logo: {
            content: new Uint8Array(),
            contentType: 'image/png' as const,
            width: 48,
            height: 48,
          },
        }
  const { subject, html } = createCodeMail({
    to: 'ada@example.com',
    code: '123456',
    locale,
    host: 'app.example.com',
    brand: { name, color, darkColor, ...image },
    sentAt: Date.UTC(2026, 10, 24, 12),
    lifetimeSeconds: 600,
  })
  const shown = html
    .replace('(prefers-color-scheme: dark)', theme === 'dark' ? 'all' : 'not all')
    // The logo is embedded in the email, under this address.
    .replace('cid:logo', logo ?? '')
  return (
    <iframe
      title={subject}
      srcDoc={shown}
      sandbox="allow-same-origin"
      onLoad={({ currentTarget: frame }) => {
        frame.style.height = `${frame.contentDocument?.documentElement.scrollHeight ?? 0}px`
      }}
      style={{ display: 'block', width, height: 0, border: 0 }}
    />
  )
}

export declare namespace MailFrame {
  interface Props {
    /** The language of the email. A language without a translation gets English. */
    locale: string
    /** The reader's colour scheme. */
    theme: 'light' | 'dark'
    /** The width of the reader's window, in px. */
    width: number
    /** The name of the app. Default: the host of its origin. */
    name?: string
    /** The colour of the heading. */
    color?: string
    darkColor?: string
    /** The address of a logo, 48 pixels wide and high. */
    logo?: string
  }
}
