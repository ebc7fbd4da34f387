import { spawnSync } from 'node:child_process'

/**
 * Installs the app's dependencies, as a user would with `npm install`.
 *
 * @throws Error if npm fails.
 */
export function installApp(folder: string): void {
  // This may run inside a script of another package manager, whose settings must not apply to the app.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^p?npm_(?:config|package|lifecycle)/i.test(name),
    ),
  )
  const { status } = spawnSync('npm install --no-audit --no-fund', {
    cwd: folder,
    env,
    shell: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) throw new Error(`The app is written, but \`npm install\` failed in ${folder}.`)
}
