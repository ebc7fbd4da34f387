/**
 * Opens a channel between the tabs of this site. `undefined` if the browser has none or refuses it: with
 * blocked storage, Firefox throws in the constructor.
 */
export function openBroadcast(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name)
  } catch {
    return undefined
  }
}
