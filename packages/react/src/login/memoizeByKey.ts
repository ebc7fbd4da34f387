/** Creates one value for each key, so that only one login runs however many parts of a page show it. */
export function memoizeByKey<key extends object, value>(
  create: (key: key) => value,
): (key: key) => value {
  const values = new WeakMap<key, value>()
  return (key) => {
    const value = values.get(key) ?? create(key)
    values.set(key, value)
    return value
  }
}
