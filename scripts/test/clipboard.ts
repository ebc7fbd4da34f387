import type { BrowserCommand } from 'vitest/node'

/*
 * The pages of a browser share one clipboard, and test files run at the same time. So a page takes the
 * clipboard before it copies, and returns it when it has pasted.
 */
let lastTurn = Promise.resolve()
let endTurn = () => {}

/** Waits until no other page has the clipboard. */
export const takeClipboard: BrowserCommand<[]> = async () => {
  const turnBefore = lastTurn
  let end = () => {}
  lastTurn = new Promise((resolve) => {
    end = resolve
  })
  await turnBefore
  endTurn = end
}

/** Lets the next page have the clipboard. */
export const returnClipboard: BrowserCommand<[]> = () => endTurn()

declare module 'vitest/browser' {
  interface BrowserCommands {
    takeClipboard: () => Promise<void>
    returnClipboard: () => Promise<void>
  }
}
