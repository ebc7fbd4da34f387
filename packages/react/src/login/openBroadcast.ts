/**
 * Opens a channel between the tabs of this site. Returns `undefined` if the browser has no `BroadcastChannel`
 * or refuses it: if storage is blocked, Firefox throws in the constructor.
 */
export function openBroadcast(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name)
  } catch {
    return undefined
  }
}
