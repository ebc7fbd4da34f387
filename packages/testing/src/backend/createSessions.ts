import type { Session, SessionEntry } from '@kit/core'
import { createSessionEntry } from './createSessionEntry.ts'
import type { FakeBackend } from './FakeBackend.ts'

/** The sessions of the backend's one user, each under the value of its cookie. */
export function createSessions({ sessions = [], now = Date.now }: FakeBackend.Options): Sessions {
  const opened = new Map<string, Opened>()
  let entries = sessions
  // The first given entry belongs to the first session.
  let unclaimed = sessions[0]

  const find = (cookie: string | undefined) => opened.get(cookie ?? '')

  function endEntries(isMeant: (entry: SessionEntry) => boolean): void {
    entries = entries.filter((entry) => !isMeant(entry))
    for (const [cookie, { id }] of opened)
      if (!entries.some((entry) => entry.id === id)) opened.delete(cookie)
  }

  function createEntry(method: Session['method']): SessionEntry {
    const at = new Date(now()).toISOString()
    const id = opened.size === 0 ? {} : { id: crypto.randomUUID() }
    const expiresAt = new Date(now() + 43_200_000).toISOString()
    return createSessionEntry({ ...id, method, createdAt: at, lastSeenAt: at, expiresAt })
  }

  return {
    find,
    open(session, former) {
      const previous = find(former)?.id
      endEntries(({ id }) => id === previous)
      const entry = unclaimed ?? createEntry(session.method)
      unclaimed = undefined
      entries = [entry, ...entries.filter(({ id }) => id !== entry.id)]
      const cookie = crypto.randomUUID()
      opened.set(cookie, { session, id: entry.id })
      return cookie
    },
    end(cookie) {
      const ended = find(cookie)?.id
      endEntries(({ id }) => id === ended)
    },
    endEntries,
    list(cookie) {
      const own = find(cookie)?.id
      const isOwn = ({ id }: SessionEntry) => id === own
      return [...entries.filter(isOwn), ...entries.filter((entry) => !isOwn(entry))]
    },
    replaceList(next) {
      entries = next
      endEntries(() => false)
    },
  }
}

export interface Sessions {
  find(cookie: string | undefined): Opened | undefined
  /**
   * Opens a session and ends the browser's previous one.
   *
   * @returns the value of its cookie.
   */
  open(session: Session, former: string | undefined): string
  end(cookie: string | undefined): void
  endEntries(isMeant: (entry: SessionEntry) => boolean): void
  /** The user's list of sessions. The session of this cookie comes first. */
  list(cookie: string | undefined): readonly SessionEntry[]
  replaceList(entries: readonly SessionEntry[]): void
}

interface Opened {
  session: Session
  /** The id of its entry in the list. */
  readonly id: string
}
