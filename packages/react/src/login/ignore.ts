/** For calls that never throw: the state and `onError` report failures. */
export function ignore(promise: Promise<unknown>): void {
  promise.catch(() => {})
}
