/** Ignores a rejection, because the state and `onError` report it. */
export function ignore(promise: Promise<unknown>): void {
  promise.catch(() => {})
}
