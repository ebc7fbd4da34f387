/**
 * Runs statements, and repeats them while another process has locked the file. SQLite's driver is synchronous:
 * if it waited itself (`busy_timeout`), this process could not answer any request in the meantime.
 *
 * @throws Error of the driver, if the file is still locked after a second.
 */
export async function retryWhileBusy<result>(
  run: () => result | Promise<result>,
): Promise<Awaited<result>> {
  const endsAt = performance.now() + maxWaitMs
  for (;;)
    try {
      return await run()
    } catch (error) {
      if (!isBusy(error) || performance.now() >= endsAt) throw error
      // A random pause, so that two processes do not keep trying at the same moments.
      await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * maxPauseMs))
    }
}

function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^SQLITE_(?:BUSY|LOCKED)/.test(error.code)
  )
}

const maxWaitMs = 1000
const maxPauseMs = 20
