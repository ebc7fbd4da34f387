import type { Preview } from '@storybook/react-vite'
import { useEffect } from 'react'
import { configure } from 'storybook/test'
import { loadWords, locales } from '../packages/react/src/locales/index.ts'
import '../packages/react/src/styles/layers.css'
import '../packages/react/src/styles/tokens.css'
import '../packages/react/src/styles/structure.css'
import '../packages/react/src/styles/parts.css'
import '../packages/react/src/styles/presets.css'
import { DocsPage } from './docs/DocsPage.tsx'
import { describeArgs } from './docs/describeArgs.ts'
import { describeComponent } from './docs/describeComponent.ts'
import { writeCode } from './docs/writeCode.ts'
import './fonts.ts'
import './preview.css'

import.meta.glob('../packages/react/src/components/*/*.css', { eager: true })

// A page with many frames plays them all at once.
configure({ asyncUtilTimeout: 10_000 })

export default {
  tags: ['autodocs'],
  parameters: {
    layout: 'centered',
    a11y: { test: 'error' },
    controls: { expanded: true },
    docs: {
      page: DocsPage,
      extractComponentDescription: describeComponent,
      source: { transform: writeCode },
      frameHeight: '320px',
    },
    options: {
      storySort: {
        order: [
          'Start here',
          'Sign in',
          ['SignIn', 'SignInDialog'],
          'Session',
          'Pieces',
          'Email',
          'Developer',
          'Foundations',
        ],
      },
    },
  },
  globalTypes: {
    theme: {
      description: 'Light or dark',
      toolbar: {
        title: 'Theme',
        icon: 'mirror',
        items: [
          { value: 'light', title: 'Light', icon: 'sun' },
          { value: 'dark', title: 'Dark', icon: 'moon' },
        ],
        dynamicTitle: true,
      },
    },
    preset: {
      description: 'A preset theme',
      toolbar: {
        title: 'Preset',
        icon: 'paintbrush',
        items: ['default', 'minimal', 'soft', 'contrast'],
        dynamicTitle: true,
      },
    },
    locale: {
      description: 'The words',
      toolbar: { title: 'Language', icon: 'globe', items: [...locales], dynamicTitle: true },
    },
    direction: {
      description: 'Direction of the page’s text',
      toolbar: {
        title: 'Direction',
        icon: 'transfer',
        items: [
          { value: 'ltr', title: 'Left to right' },
          { value: 'rtl', title: 'Right to left' },
        ],
        dynamicTitle: true,
      },
    },
  },
  initialGlobals: { theme: 'light', direction: 'ltr', preset: 'default', locale: 'en' },
  loaders: [async ({ globals }) => ({ words: await loadWords(String(globals['locale'])) })],
  argTypesEnhancers: [describeArgs],
  decorators: [
    (Story, { globals, viewMode }) => {
      const theme = String(globals['theme'])
      const direction = String(globals['direction'])
      const preset = String(globals['preset'])
      const isInPage = viewMode === 'docs'
      useEffect(() => {
        const root = document.documentElement
        root.dataset['kitPreset'] = isInPage ? '' : preset
        root.dataset['kitTheme'] = isInPage ? 'light' : theme
        root.dir = isInPage ? '' : direction
      }, [isInPage, theme, direction, preset])
      if (!isInPage) return <Story />
      return (
        <div className="stage" dir={direction} data-kit-preset={preset} data-kit-theme={theme}>
          <Story />
        </div>
      )
    },
  ],
} satisfies Preview
