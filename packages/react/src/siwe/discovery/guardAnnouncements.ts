import { createStore, type Store } from '../../login/createStore.ts'
import { type Announcement, readAnnouncement } from './readAnnouncement.ts'

/** The names and icons of this browser's wallets, by their reverse domain names. */
export type Marks = ReadonlyMap<string, Pick<Announcement['info'], 'name' | 'icon'>>

/** The names and icons of the wallets that have announced themselves so far. */
export const announced: Store<Marks> = /* @__PURE__ */ createStore<Marks>(new Map())

/**
 * Runs before all other listeners for wallets' announcements (EIP-6963): a malformed one is repaired or
 * dropped. Without this, an announcement without `info` makes wagmi throw while it renders, which blanks the
 * page and hides every later wallet. Call it before wagmi's `createConfig`; `AuthProvider` does so for the
 * configuration that it creates.
 */
export function guardAnnouncements(): void {
  if (isGuarding || typeof window === 'undefined') return
  isGuarding = true
  // At the window itself, a capturing listener runs first, whenever it was added.
  window.addEventListener(announceEvent, handleAnnouncement, { capture: true })
  window.dispatchEvent(new Event('eip6963:requestProvider'))
}

function handleAnnouncement(event: Event): void {
  const detail: unknown = event instanceof CustomEvent ? event.detail : undefined
  const announcement = readAnnouncement(detail)
  if (announcement !== undefined) note(announcement)
  if (announcement === detail && announcement !== undefined) return
  event.stopImmediatePropagation()
  if (announcement === undefined) return
  window.dispatchEvent(new CustomEvent(announceEvent, { detail: Object.freeze(announcement) }))
}

function note({ info: { rdns, name, icon } }: Announcement): void {
  const marks = announced.getState()
  if (!marks.has(rdns)) announced.setState(new Map(marks).set(rdns, { name, icon }))
}

let isGuarding = false
const announceEvent = 'eip6963:announceProvider'
