import { attempt } from './attempt.ts'

/** Whether there is an older wallet, `window.ethereum`. A wallet may make even reading the property throw. */
export function hasEthereum(): boolean {
  return attempt(() => Boolean(Reflect.get(globalThis, 'ethereum'))) ?? false
}

/**
 * Reports a `window.ethereum` that arrives late: browsers inside of wallets add it while the page is already
 * running, with an event (`ethereum#initialized`) or without.
 *
 * @returns a function that ends this.
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
