import { spawn } from 'node:child_process'

/** Next.js, as `next dev` or `next start`. */
export function startApp(command, env) {
  return spawn(
    process.execPath,
    ['node_modules/next/dist/bin/next', command, '-H', 'localhost', '-p', env.PORT],
    { env, stdio: 'inherit' },
  )
}
