/** The usual error of {@link within} when the time limit has passed. */
export class TimedOut extends Error {}

/**
 * Waits for work with a time limit. The work continues after the limit.
 *
 * @param createTimedOut - creates the error for when the limit has passed.
 */
export function within<result>(
  timeoutMs: number,
  run: () => Promise<result>,
  createTimedOut: () => Error,
): Promise<result> {
  return new Promise((resolve, reject) => {
    // An app's untyped code may return something that is not a promise.
    const work = Promise.resolve(run())
    const timer = setTimeout(() => reject(createTimedOut()), timeoutMs)
    work.then(
      (result) => {
        clearTimeout(timer)
        resolve(result)
      },
      (error: unknown) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}

/**
 * Calls a function of the app with a time limit of ten seconds. Without the limit, a function that never
 * settles would keep a request open forever.
 *
 * @throws TimedOut with the function's name, or whatever the function throws.
 */
export function callApp<result>(name: string, call: () => Promise<result>): Promise<result> {
  const createTimedOut = () => new TimedOut(`\`${name}\` did not settle within ten seconds.`)
  return within(10_000, call, createTimedOut)
}
