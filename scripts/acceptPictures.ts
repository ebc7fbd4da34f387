import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildIndex } from 'storybook/internal/core-server'
import { ensureChromium } from './machine/ensureChromium.ts'

/*
 * Stores how every story looks now as its picture in `.storybook/pictures`, and deletes the pictures of
 * stories that no longer exist. Arguments choose files: `node scripts/acceptPictures.ts sign-in`. Look at the
 * pictures before you commit them: `git diff --stat .storybook/pictures`.
 */
const root = join(import.meta.dirname, '..')
const { status } = spawnSync(
  'vitest',
  ['run', '--config=.storybook/vitest.config.ts', '--update=all', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', env: { ...process.env, CHROMIUM_PATH: ensureChromium(root) } },
)

const { entries } = await buildIndex({ configDir: join(root, '.storybook') })
const names = new Set(Object.keys(entries).map((id) => `${id.replace('--', '-')}.png`))
const folder = join(root, '.storybook/pictures')
for (const file of readdirSync(folder)) if (!names.has(file)) rmSync(join(folder, file))
process.exitCode = status ?? 1
