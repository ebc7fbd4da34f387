/** The limit of {@link within} has passed. */
export class TimedOut extends Error {}

/**
 * Waits for work, but not for ever. The work itself goes on.
 *
 * @throws TimedOut with this message.
 */
export async function within<result>(
  timeoutMs: number,
  run: () => Promise<result>,
  message: string,
): Promise<result> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut(message)), timeoutMs)
  })
  try {
    return await Promise.race([run(), deadline])
  } finally {
    clearTimeout(timer)
  }
}
