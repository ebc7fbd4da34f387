import type { BrowserCommand } from 'vitest/node'

/*
 * The pages of a browser share one clipboard, and test files run at the same time. So a page locks the
 * clipboard before it copies, and unlocks it after it has pasted.
 */
let lastTurn = Promise.resolve()
let endTurn = () => {}

/** Waits until no other page has locked the clipboard, and locks it. */
export const lockClipboard: BrowserCommand<[]> = async () => {
  const turnBefore = lastTurn
  let end = () => {}
  lastTurn = new Promise((resolve) => {
    end = resolve
  })
  await turnBefore
  endTurn = end
}

/** Unlocks the clipboard for the next page. */
export const unlockClipboard: BrowserCommand<[]> = () => endTurn()

declare module 'vitest/browser' {
  interface BrowserCommands {
    lockClipboard: () => Promise<void>
    unlockClipboard: () => Promise<void>
  }
}
