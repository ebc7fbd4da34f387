/**
 * Counts the recent starts of each user in this process. The count only decides which error
 * code a failure gets, so processes do not need to share it.
 *
 * @returns a function that counts one more, and says whether the user has had several.
 */
export function createStartCount(now: () => number = Date.now): (userId: string) => boolean {
  const starts = new Map<string, readonly number[]>()
  return (userId) => {
    const since = now() - windowMs
    const recent = (starts.get(userId) ?? []).filter((at) => at > since)
    starts.delete(userId)
    starts.set(userId, [...recent, now()])
    // A map keeps the order of its entries, so the first user has asked for no code for the longest time.
    const [oldest] = starts.keys()
    if (starts.size > maxUsers && oldest !== undefined) starts.delete(oldest)
    return recent.length >= several
  }
}

const windowMs = 600_000
const several = 2
const maxUsers = 1000
