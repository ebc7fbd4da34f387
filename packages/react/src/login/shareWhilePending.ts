/** Returns a function that runs only once at a time for each key. Calls during a run get the same promise. */
export function shareWhilePending<key extends object, value>(
  run: (key: key) => Promise<value>,
): (key: key) => Promise<value> {
  const pending = new WeakMap<key, Promise<value>>()
  return (key) => {
    const shared = pending.get(key)
    if (shared !== undefined) return shared
    const promise = run(key).finally(() => pending.delete(key))
    pending.set(key, promise)
    return promise
  }
}
