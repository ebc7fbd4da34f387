import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/* Installs the libraries of `versions/`, which is a separate pnpm workspace. */
const install = ['-y', 'pnpm@12.21.0', 'install', '--frozen-lockfile', '--prefer-offline']
execFileSync('npx', [...install, '--ignore-scripts'], {
  cwd: join(import.meta.dirname, 'versions'),
  stdio: 'inherit',
})
