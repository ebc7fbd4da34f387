import { connect } from 'node:net'

/**
 * Opens a connection and closes it again. A mail server greets first (RFC 5321 §3.1), and is waited for.
 *
 * @returns why that failed; `undefined` if it did not.
 */
export function connectTo(url: URL, timeoutMs: number): Promise<string | undefined> {
  const port = Number(url.port) || (usualPorts[url.protocol] ?? 443)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    socket.setTimeout(timeoutMs)
    const finish = (reason: string | undefined) => {
      socket.destroy()
      resolve(reason)
    }
    socket.once('connect', () => {
      if (url.protocol !== 'smtp:') finish(undefined)
    })
    socket.once('data', (data) => {
      const [greeting = ''] = data.toString('latin1').split('\r\n')
      finish(greeting.startsWith('220') ? undefined : `it greets with "${greeting.slice(0, 60)}"`)
    })
    socket.once('timeout', () => finish('it timed out'))
    socket.once('error', (error) => finish(error.message || 'it refused the connection'))
  })
}

const usualPorts: Readonly<Record<string, number>> = {
  'redis:': 6379,
  'rediss:': 6379,
  'postgres:': 5432,
  'postgresql:': 5432,
  'smtp:': 25,
  'smtps:': 465,
}
