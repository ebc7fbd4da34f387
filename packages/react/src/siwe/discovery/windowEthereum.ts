import { attempt } from './attempt.ts'

/** Whether there is an older `window.ethereum`. Some wallets define it so that reading the property throws. */
export function hasEthereum(): boolean {
  return attempt(() => Boolean(Reflect.get(globalThis, 'ethereum'))) ?? false
}

/**
 * Reports a `window.ethereum` that is added late: browsers inside wallets add it while the page is already
 * running, with or without an event (`ethereum#initialized`).
 *
 * @returns a function that stops this.
 */
export function watchEthereum(listener: () => void): () => void {
  if (hasEthereum()) return () => {}
  let looksLeft = longestMs / intervalMs
  const look = () => {
    looksLeft -= 1
    if (!hasEthereum() && looksLeft > 0) return
    clearInterval(timer)
    listener()
  }
  const timer = setInterval(look, intervalMs)
  window.addEventListener(event, listener)
  return () => {
    clearInterval(timer)
    window.removeEventListener(event, listener)
  }
}

const event = 'ethereum#initialized'
const intervalMs = 250
const longestMs = 3000
