import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { createMailboxes } from './createMailboxes.ts'

/**
 * Starts a relay of WalletConnect's protocol on this machine. It forwards sealed messages from publishers of
 * a topic to its subscribers and keeps them for subscribers that are offline. It cannot read any of them.
 *
 * @see {@link https://specs.walletconnect.com/2.0/specs/servers/relay/relay-server-rpc}
 * @example
 * const relay = await startRelay()
 * walletConnect({ projectId: 'any', relayUrl: relay.url })
 */
export async function startRelay(): Promise<Relay> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const mailboxes = createMailboxes()
  const lines = new Set<Line>()
  const calls: string[] = []
  let isCut = false

  server.on('connection', (socket, request) => {
    const line: Line = { socket, owner: readOwner(request), isPage: isPage(request) }
    if (isCut && line.isPage) return socket.terminate()
    lines.add(line)
    // Clients on Node treat a silent connection as dead.
    const heart = setInterval(() => socket.ping(), 10_000)
    socket.on('close', () => {
      clearInterval(heart)
      lines.delete(line)
      mailboxes.lose(line.owner)
    })
    socket.on('message', (text) => receive(line, JSON.parse(String(text))))
  })

  function receive(line: Line, { id, method, params, result }: Frame): void {
    if (method === undefined) {
      if (result === true) mailboxes.confirm(line.owner, id)
      return
    }
    calls.push(method)
    line.socket.send(JSON.stringify({ id, jsonrpc: '2.0', result: answer(line, method, params) }))
    deliver()
  }

  function answer({ owner }: Line, method: string, params: Params): unknown {
    const { topic = '', topics = [], message = '', pairingTopic = '', sessionTopic = '' } = params
    switch (method) {
      case 'irn_publish':
        mailboxes.publish(owner, topic, message, params.tag)
        return true
      case 'irn_subscribe':
        return mailboxes.subscribe(owner, topic)
      case 'irn_batchSubscribe':
        return topics.map((each) => mailboxes.subscribe(owner, each))
      // Older clients fetch the messages that came while they were offline. This relay sends them anyway.
      case 'irn_batchFetchMessages':
        return { messages: [], hasMore: false }
      case 'irn_unsubscribe':
        mailboxes.unsubscribe(owner, topic)
        return true
      // Each of these methods combines a subscription with a message that is published after it.
      case 'wc_proposeSession':
        mailboxes.subscribe(owner, pairingTopic)
        mailboxes.publish(owner, pairingTopic, params.sessionProposal ?? '', 1100)
        return true
      case 'wc_approveSession':
        mailboxes.subscribe(owner, sessionTopic)
        mailboxes.publish(owner, pairingTopic, params.sessionProposalResponse ?? '', 1101)
        mailboxes.publish(owner, sessionTopic, params.sessionSettlementRequest ?? '', 1102)
        return true
      default:
        throw new Error(`The relay does not know ${method}.`)
    }
  }

  function deliver(): void {
    for (const { socket, owner } of lines)
      for (const { id, subscription, topic, message, tag, publishedAt } of mailboxes.collect(owner))
        socket.send(
          JSON.stringify({
            id,
            jsonrpc: '2.0',
            method: 'irn_subscription',
            params: { id: subscription, data: { topic, message, tag, publishedAt } },
          }),
        )
  }

  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    cut() {
      isCut = true
      for (const { socket, isPage } of lines) if (isPage) socket.terminate()
      return () => {
        isCut = false
      }
    },
    async close() {
      for (const { socket } of lines) socket.terminate()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A running relay. */
export interface Relay {
  readonly url: string
  /** The names of the received calls, oldest first. */
  readonly calls: readonly string[]
  /**
   * Cuts the connections of all pages, as a phone does for a page in the background. The returned function
   * restores them.
   */
  cut(): () => void
  close(): Promise<void>
}

type Line = { socket: WebSocket; owner: string; isPage: boolean }
type Frame = { id: string | number; method?: string; params: Params; result?: unknown }
type Params = {
  topic?: string
  topics?: string[]
  message?: string
  tag?: number
  pairingTopic?: string
  sessionTopic?: string
  sessionProposal?: string
  sessionProposalResponse?: string
  sessionSettlementRequest?: string
}

/** The key that signs the client's token. It stays the same after a reload and on another connection. */
function readOwner({ url = '' }: IncomingMessage): string {
  const token = new URL(url, 'ws://relay').searchParams.get('auth') ?? ''
  const [, claims = ''] = token.split('.')
  return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iss: string }).iss
}

/** Browsers send the origin of a connection, and programs do not. */
function isPage({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined
}
