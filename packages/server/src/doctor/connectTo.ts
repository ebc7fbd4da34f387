import { connect } from 'node:net'

/**
 * Opens a connection and closes it again. Waits for the greeting of a mail server, which speaks first (RFC 5321
 * §3.1).
 *
 * @returns why that failed, or `undefined` if it worked.
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
    let onTimeout = 'it timed out'
    socket.once('connect', () => {
      if (url.protocol !== 'smtp:') finish(undefined)
      onTimeout = 'it sends no greeting: a port that expects TLS needs smtps://'
    })
    socket.once('data', (data) => {
      const [greeting = ''] = data.toString('latin1').split('\r\n')
      finish(greeting.startsWith('220') ? undefined : `it greets with "${greeting.slice(0, 60)}"`)
    })
    socket.once('timeout', () => finish(onTimeout))
    socket.once('close', () => finish('it closed the connection'))
    socket.once('error', (error) => finish(error.message || 'it refused the connection'))
  })
}

const usualPorts: Readonly<Record<string, number>> = {
  'redis:': 6379,
  'rediss:': 6379,
  'postgres:': 5432,
  'postgresql:': 5432,
  // The port for submitting emails, which `smtp` of the self-hosted upstream uses too. Port 25 is for mail
  // between servers.
  'smtp:': 587,
  'smtps:': 465,
}
