/**
 * Waits until a URL answers successfully. There is no timeout: if the process behind it ends, the demo ends.
 */
export async function waitForAnswer(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
