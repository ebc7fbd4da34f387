/**
 * Waits until a URL answers with a success. No limit but that of the process behind it: when that one
 * ends, the demo ends.
 */
export async function waitForAnswer(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
