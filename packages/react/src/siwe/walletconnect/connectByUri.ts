import { AuthError } from '@kit/core/internal/errors/AuthError'
import type { Connector } from 'wagmi'

/**
 * Connects a wallet on another device through a URI. A proposal is valid for five minutes. Before it expires, a
 * new one replaces it, but a late answer to the previous one is still accepted.
 *
 * @param onUri - called with each URI to show.
 * @param connect - requests a connection: the first one, or one that replaces it.
 * @param signal - when it aborts, no URI is shown or renewed anymore.
 * @throws whatever `connect` throws, or AuthError `wallet_unreachable` if there is no URI because the relay
 * does not answer.
 */
export async function connectByUri<connection>(
  connector: Connector,
  connect: (isRenewal: boolean) => Promise<connection>,
  onUri: (uri: string) => void,
  signal: AbortSignal,
): Promise<connection> {
  const isRemote = connector.type === 'walletConnect'
  let renew = () => {}
  let timer: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined
  const handleMessage = ({ type, data }: { type: string; data?: unknown }) => {
    if (type !== 'display_uri' || !isRemote || signal.aborted) return
    // Other SDKs emit this event too: MetaMask's contains a link to its app, which no other wallet can read.
    if (typeof data !== 'string' || !data.startsWith('wc:')) return
    onUri(data)
    clearTimeout(silence)
    clearTimeout(timer)
    timer = setTimeout(() => renew(), renewMs)
  }
  connector.emitter.on('message', handleMessage)
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      let latest = 0
      const ask = () => {
        latest += 1
        const attempt = latest
        connect(attempt > 1).then(resolve, (error: unknown) => {
          // The error of a proposal that was replaced is ignored.
          if (attempt === latest) reject(error)
        })
      }
      renew = ask
      if (isRemote)
        silence = setTimeout(() => reject(new AuthError('wallet_unreachable')), silentMs)
      ask()
    })
  } finally {
    clearTimeout(silence)
    clearTimeout(timer)
    connector.emitter.off('message', handleMessage)
  }
}

const renewMs = 270_000
/** The SDK itself would keep trying for up to a minute. */
const silentMs = 20_000
