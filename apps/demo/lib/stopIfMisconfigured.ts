import type { Auth } from '@kit/server'

/** Creates the backend, which checks every setting. If one is wrong, prints a sentence and ends the process. */
export async function stopIfMisconfigured(): Promise<void> {
  try {
    const { auth } = await import('./auth.ts')
    assertClientAddress(auth)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}

/** @throws Error that names the variable. Next.js does not expose the client's address, so a proxy has to send it. */
function assertClientAddress(auth: Auth): void {
  try {
    auth.assertClientAddress()
  } catch (cause) {
    throw new Error(
      'TRUSTED_PROXY_HOPS is missing: set it to the number of proxies in front of the app, or to `none` if all users may share one limit.',
      { cause },
    )
  }
}
