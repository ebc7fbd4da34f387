import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { withoutPackageManager } from './withoutPackageManager.ts'

/**
 * Installs the app's dependencies, as a user would with `npm install`.
 *
 * @param signal - ends npm. The promise rejects as soon as npm has ended.
 * @throws Error if npm fails.
 */
export async function installApp(folder: string, signal: AbortSignal): Promise<void> {
  const npm = spawn('npm', ['install', '--no-audit', '--no-fund'], {
    cwd: folder,
    env: withoutPackageManager(),
    // On Windows, npm is a script that only a shell can run.
    shell: process.platform === 'win32',
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const end = () => npm.kill()
  signal.addEventListener('abort', end)
  const [status] = await once(npm, 'exit')
  signal.removeEventListener('abort', end)
  signal.throwIfAborted()
  if (status !== 0)
    throw new Error(
      `The app is in ${folder}, but \`npm install\` failed. Fix the cause, and run it there again.`,
    )
}
