import type { Connector } from 'wagmi'

/**
 * Connects a wallet that is elsewhere: it is shown a URI. A proposal lives for five minutes; before it
 * ends another one takes its place, while a late answer to the former still counts.
 *
 * @param onUri - is given each URI that is to be shown.
 * @param connect - asks for one connection, the first or one that takes another's place.
 * @param signal - gives up: nothing is shown or renewed any more.
 */
export async function connectByUri<connection>(
  connector: Connector,
  connect: (isRenewal: boolean) => Promise<connection>,
  onUri: (uri: string) => void,
  signal: AbortSignal,
): Promise<connection> {
  let renew = () => {}
  let timer: ReturnType<typeof setTimeout> | undefined
  const handleMessage = ({ type, data }: { type: string; data?: unknown }) => {
    if (type !== 'display_uri' || typeof data !== 'string' || signal.aborted) return
    onUri(data)
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
          // The end of a proposal that another one has replaced is no news.
          if (attempt === latest) reject(error)
        })
      }
      renew = ask
      ask()
    })
  } finally {
    clearTimeout(timer)
    connector.emitter.off('message', handleMessage)
  }
}

const renewMs = 270_000
