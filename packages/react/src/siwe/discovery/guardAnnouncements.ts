import { createStore, type Store } from '../../login/createStore.ts'
import { type Announcement, readAnnouncement } from './readAnnouncement.ts'
import { readMember } from './steadyProvider.ts'

/** The names and icons of this browser's wallets, by their reverse domain names. */
export type Marks = ReadonlyMap<string, Pick<Announcement['info'], 'name' | 'icon'>>

/** The names and icons of the wallets that have announced themselves so far. */
export const announced: Store<Marks> = /* @__PURE__ */ createStore<Marks>(new Map())

/**
 * Adds a listener for wallets' announcements (EIP-6963) that runs before all others, and repairs or drops
 * malformed ones. Without this, an announcement without `info` makes wagmi throw during a render, which makes
 * the page blank and hides every later wallet. Call it before wagmi's `createConfig`. `AuthProvider` does so
 * for the configuration that it creates.
 */
export function guardAnnouncements(): void {
  if (isGuarding || typeof window === 'undefined') return
  isGuarding = true
  // On the window, a capturing listener runs first, even if it was added last.
  window.addEventListener(announceEvent, handleAnnouncement, { capture: true })
  window.dispatchEvent(new Event('eip6963:requestProvider'))
}

function handleAnnouncement(event: Event): void {
  // Not every wallet dispatches a `CustomEvent` of this window.
  const detail = readMember(event, 'detail')
  const announcement = repair(detail)
  if (announcement !== undefined && announcement === detail) return
  event.stopImmediatePropagation()
  if (announcement !== undefined)
    window.dispatchEvent(new CustomEvent(announceEvent, { detail: announcement }))
}

/** @returns the same object if it is valid, a repaired copy, or `undefined` if the wallet must not be listed. */
function repair(detail: unknown): Announcement | undefined {
  const announcement = readAnnouncement(detail)
  if (announcement === undefined || !note(announcement)) return undefined
  const { info, provider } = announcement
  const uuid = findFreeId(info)
  if (announcement === detail && uuid === info.uuid) return announcement
  return Object.freeze({ info: Object.freeze({ ...info, uuid }), provider })
}

/**
 * Returns a unique `uuid`. wagmi drops a wallet with the `uuid` of another one, which happens if both have
 * copied it from an example.
 */
function findFreeId({ uuid, rdns }: Announcement['info']): string {
  const owner = owners.get(uuid) ?? rdns
  owners.set(uuid, owner)
  return owner === rdns ? uuid : `${uuid}:${rdns}`
}

/**
 * @returns false if there are already too many wallets, because each one takes time at every change of the
 * list.
 */
function note({ info: { rdns, name, icon } }: Announcement): boolean {
  const marks = announced.getState()
  if (marks.has(rdns)) return true
  if (marks.size >= mostWallets) return false
  announced.setState(new Map(marks).set(rdns, { name, icon }))
  return true
}

let isGuarding = false
/** The reverse domain name of the wallet that announced each `uuid` first. */
const owners = /* @__PURE__ */ new Map<string, string>()
/** More wallets than any user has. */
const mostWallets = 100
const announceEvent = 'eip6963:announceProvider'
