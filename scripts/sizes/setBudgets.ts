/** The ratio of a budget to the measured size. Small changes must not need a new budget. */
const headroom = 1.05

/**
 * Returns the source of the budgets with new numbers, in the order of the source.
 *
 * @throws Error if there are not as many budgets as sizes.
 */
export function setBudgets(source: string, sizes: readonly number[]): string {
  const start = source.indexOf('export const budgets')
  let count = 0
  const list = source.slice(start).replace(/(gzipBytes: |', )[\d_]+(?=[,)\s])/g, (_, before) => {
    const size = sizes[count] ?? 0
    count += 1
    return `${before}${Math.ceil((size * headroom) / 10) * 10}`
  })
  if (count !== sizes.length)
    throw new Error(`There are ${count} budgets for ${sizes.length} sizes.`)
  return source.slice(0, start) + list
}
