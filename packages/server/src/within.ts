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

/**
 * Calls a function of the app. It has ten seconds, because one that never settles would keep a request open for ever.
 *
 * @throws TimedOut with the function's name, or whatever the function throws.
 */
export function callApp<result>(name: string, call: () => Promise<result>): Promise<result> {
  return within(10_000, call, `\`${name}\` did not settle within ten seconds.`)
}
