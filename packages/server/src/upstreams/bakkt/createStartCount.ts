/**
 * Counts how many codes were recently sent to each user by this process. The count only decides which error
 * code a failure gets, so processes do not need to share it.
 *
 * @returns a function that counts a code for a user, and returns whether several were sent before.
 */
export function createStartCount(now: () => number = Date.now): (userId: string) => boolean {
  const starts = new Map<string, readonly number[]>()
  return (userId) => {
    const since = now() - windowMs
    const recent = (starts.get(userId) ?? []).filter((at) => at > since)
    starts.delete(userId)
    starts.set(userId, [...recent, now()])
    // A map keeps the order of insertion, so its first user is the one whose latest request is the oldest.
    const [oldest] = starts.keys()
    if (starts.size > maxUsers && oldest !== undefined) starts.delete(oldest)
    return recent.length >= several
  }
}

const windowMs = 600_000
const several = 2
const maxUsers = 1000
