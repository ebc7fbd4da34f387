#!/usr/bin/env node
import { createSandbox } from './createSandbox.ts'

/*
 * `kit-sandbox [--strict]`: serves all stand-ins on one port: SANDBOX_PORT or PORT, or 4000 if neither is set. Email
 * arrives by SMTP on SANDBOX_SMTP_PORT, by default that port plus 25.
 */
const strict = process.argv.includes('--strict')
try {
  const name = process.env['SANDBOX_PORT'] ? 'SANDBOX_PORT' : 'PORT'
  const port = readPort(name) ?? 4000
  const smtpPort = readPort('SANDBOX_SMTP_PORT') ?? (port === 0 ? 0 : port + 25)
  const { url, smtpUrl, close } = await createSandbox({ strict }).listen({ port, smtpPort })
  console.log(`Sandbox ${url}, inbox ${url}/inbox, emails to ${smtpUrl}`)
  const end = () => void close().then(() => process.exit(0))
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
} catch (error) {
  console.error(describe(error))
  process.exit(1)
}

/** @throws Error if the variable is set but is not a port. */
function readPort(name: string): number | undefined {
  const text = process.env[name]
  if (!text) return undefined
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new Error(`${name} is "${text}", but a port is a number from 0 to 65535.`)
}

function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (!('code' in error && error.code === 'EADDRINUSE' && 'port' in error)) return error.message
  return `Port ${error.port} is in use. Set SANDBOX_PORT, or SANDBOX_SMTP_PORT for emails, to another one.`
}
