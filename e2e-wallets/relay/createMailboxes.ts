/** Stores the subscribers of each topic and the messages that they have not acknowledged. */
export function createMailboxes(): Mailboxes {
  const subscribers = new Map<string, Set<string>>()
  const published = new Map<string, Published[]>()
  const underWay = new Map<string | number, { owner: string; entry: Published }>()
  let lastId = Date.now() * 1000

  return {
    subscribe(owner, topic) {
      subscribers.set(topic, (subscribers.get(topic) ?? new Set()).add(owner))
      return `${topic}:${owner}`
    },
    unsubscribe(owner, topic) {
      subscribers.get(topic)?.delete(owner)
    },
    publish(author, topic, message, tag = 0) {
      const entry = {
        author,
        topic,
        message,
        tag,
        publishedAt: Date.now(),
        seen: new Set<string>(),
      }
      published.set(topic, [...(published.get(topic) ?? []), entry])
    },
    collect(owner) {
      const mails: Mail[] = []
      for (const [topic, owners] of subscribers) {
        if (!owners.has(owner)) continue
        for (const entry of published.get(topic) ?? []) {
          if (entry.author === owner || entry.seen.has(owner)) continue
          entry.seen.add(owner)
          lastId += 1
          underWay.set(lastId, { owner, entry })
          const { message, tag, publishedAt } = entry
          mails.push({
            id: lastId,
            subscription: `${topic}:${owner}`,
            topic,
            message,
            tag,
            publishedAt,
          })
        }
      }
      return mails
    },
    confirm(owner, id) {
      if (underWay.get(id)?.owner === owner) underWay.delete(id)
    },
    lose(owner) {
      for (const [id, mail] of underWay) {
        if (mail.owner !== owner) continue
        mail.entry.seen.delete(owner)
        underWay.delete(id)
      }
    },
  }
}

export interface Mailboxes {
  /** @returns the name of the subscription. */
  subscribe(owner: string, topic: string): string
  unsubscribe(owner: string, topic: string): void
  publish(author: string, topic: string, message: string, tag?: number): void
  /** Returns the messages to send to a subscriber now: never those that it published, and each only once. */
  collect(owner: string): readonly Mail[]
  /** Acknowledges a message. */
  confirm(owner: string, id: string | number): void
  /** Handles a lost connection: unacknowledged messages are sent again. */
  lose(owner: string): void
}

interface Mail {
  id: number
  subscription: string
  topic: string
  message: string
  tag: number
  publishedAt: number
}

type Published = {
  author: string
  topic: string
  message: string
  tag: number
  publishedAt: number
  seen: Set<string>
}
