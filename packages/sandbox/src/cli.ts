#!/usr/bin/env node
import { createSandbox } from './createSandbox.ts'

/*
 * `kit-sandbox [--strict]`: serves all stand-ins on one port: SANDBOX_PORT or PORT, or 4000 if neither is set.
 * Email arrives by SMTP on SANDBOX_SMTP_PORT, by default 25 above that port.
 */
const port = Number(process.env['SANDBOX_PORT'] || process.env['PORT'] || 4000)
const strict = process.argv.includes('--strict')
try {
  const smtpPort = Number(process.env['SANDBOX_SMTP_PORT'] || port + 25)
  const { url, smtpUrl, close } = await createSandbox({ strict }).listen({ port, smtpPort })
  console.log(`Sandbox ${url}, inbox ${url}/inbox, emails to ${smtpUrl}`)
  const end = () => void close().then(() => process.exit(0))
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  console.error(
    isTaken ? `Port ${port} or ${port + 25} is in use. Set SANDBOX_PORT to another one.` : error,
  )
  process.exit(1)
}
