/** Creates the backend, which checks every setting. If one is wrong, prints a sentence and ends the process. */
export async function stopIfMisconfigured(): Promise<void> {
  try {
    const { auth } = await import('./auth.ts')
    // Next.js does not reveal the client's address, so only a trusted proxy can.
    auth.assertClientAddress()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}
