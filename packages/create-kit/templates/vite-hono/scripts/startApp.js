import { spawn } from 'node:child_process'

/** The server; in development it serves the page through Vite. */
export function startApp(command, env) {
  return spawn(process.execPath, ['server/index.js', command], { env, stdio: 'inherit' })
}
