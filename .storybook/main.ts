import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { StorybookConfig } from '@storybook/react-vite'
import { defaultClientConditions, mergeConfig } from 'vite'

/** The folder of an add-on, resolved from here so that another copy is never used. */
const addOn = (name: string) => dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`)))

export default {
  stories: ['./*.mdx', './*.stories.tsx', '../packages/react/src/components/**/*.stories.tsx'],
  addons: [
    addOn('@storybook/addon-docs'),
    addOn('@storybook/addon-a11y'),
    addOn('@storybook/addon-vitest'),
  ],
  framework: addOn('@storybook/react-vite'),
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  typescript: { reactDocgen: 'react-docgen' },
  viteFinal: (config) =>
    mergeConfig(config, {
      base: './',
      // Shows packages from their sources, through the `@kit/source` condition of their `exports`.
      resolve: { conditions: ['@kit/source', ...defaultClientConditions] },
      build: {
        chunkSizeWarningLimit: 4_000,
        // The fallback of `light-dark()` for older browsers would be set on `:root`, so themes could not nest.
        cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      },
    }),
} satisfies StorybookConfig
