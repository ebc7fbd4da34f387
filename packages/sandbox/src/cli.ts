#!/usr/bin/env node
import { createSandbox } from './createSandbox.ts'

/*
 * `kit-sandbox [--strict]`: all stand-ins on one port, SANDBOX_PORT or PORT, 4000 when neither is set.
 */
const port = Number(process.env['SANDBOX_PORT'] || process.env['PORT'] || 4000)
const strict = process.argv.includes('--strict')
try {
  const { url, close } = await createSandbox({ strict }).listen({ port })
  console.log(`Sandbox ${url}, inbox ${url}/inbox`)
  const end = () => void close().then(() => process.exit(0))
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  console.error(isTaken ? `Port ${port} is in use: choose another by SANDBOX_PORT.` : error)
  process.exit(1)
}
