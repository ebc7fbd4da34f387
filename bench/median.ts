/** Returns the middle value. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** How many times as much the first subject takes as the best peer. */
export function besideBestPeer(
  subjects: readonly { name: string }[],
  values: readonly number[],
): number {
  const peers = values.filter((_, index) => subjects[index]?.name.startsWith('@kit/') === false)
  return (values[0] ?? Number.NaN) / Math.min(...peers)
}
