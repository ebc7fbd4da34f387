/** Returns the first subject's number divided by that of the best peer. */
export function besideBestPeer(
  subjects: readonly { name: string }[],
  values: readonly number[],
): number {
  const peers = values.filter((_, index) => subjects[index]?.name.startsWith('@kit/') === false)
  return (values[0] ?? Number.NaN) / Math.min(...peers)
}
