/** Creates one value for each key object, so that all components of a page share one login. */
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
