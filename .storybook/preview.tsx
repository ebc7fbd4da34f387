import type { Preview } from '@storybook/react-vite'
import { useEffect } from 'react'
import { loadWords, locales } from '../packages/react/src/locales/index.ts'
import '../packages/react/src/styles/layers.css'
import '../packages/react/src/styles/tokens.css'
import '../packages/react/src/styles/structure.css'
import '../packages/react/src/styles/parts.css'
import '../packages/react/src/styles/presets.css'
import './fonts.ts'
import './preview.css'

import.meta.glob('../packages/react/src/components/*/*.css', { eager: true })

export default {
  tags: ['autodocs'],
  parameters: {
    layout: 'centered',
    a11y: { test: 'error' },
    controls: { expanded: true },
    options: { storySort: { order: ['Welcome', 'sign-in', 'sign-in-dialog'] } },
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
      description: 'A look to begin with',
      toolbar: {
        title: 'Preset',
        icon: 'paintbrush',
        items: ['default', 'minimal', 'rounded', 'contrast'],
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
  decorators: [
    (Story, { globals }) => {
      const theme = String(globals['theme'])
      const direction = String(globals['direction'])
      const preset = String(globals['preset'])
      useEffect(() => {
        document.documentElement.dataset['kitPreset'] = preset
        document.documentElement.dataset['kitTheme'] = theme
        document.documentElement.dir = direction
      }, [theme, direction, preset])
      return <Story />
    },
  ],
} satisfies Preview
