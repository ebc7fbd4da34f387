/** One of each for a key: however many parts of a page show a login, one is under way. */
export function shareBy<key extends object, value>(
  create: (key: key) => value,
): (key: key) => value {
  const values = new WeakMap<key, value>()
  return (key) => {
    const value = values.get(key) ?? create(key)
    values.set(key, value)
    return value
  }
}
