import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createSiweMessage, parseSiweMessage } from '../../../../packages/core/dist/index.js'
import { host, origin, secret } from '../constants.ts'

/**
 * The least that the same work costs: a server written by hand that counts, seals, marks and compares as the
 * Kit does, with Maps as its store, and does nothing else. It has no schemas, events, error texts, limits by
 * network, second parser or upstream.
 */
export function startFloor(): Server {
  const counts = new Map<string, number>()
  const used = new Set<string>()
  const sessions = new Map<string, string>()

  function challenge(request: IncomingMessage, response: ServerResponse): void {
    count(`challenge:${findClient(request)}`)
    const id = randomBytes(16).toString('hex')
    const now = Date.now()
    const body = randomBytes(16).toString('hex') + Math.floor(now / 1000).toString(16)
    const nonce = body + createTag(`${body}|${id}|${origin}`).slice(0, 24)
    const fields = {
      domain: host,
      statement: `Sign in to ${host}.`,
      uri: origin,
      version: '1',
      nonce,
      issuedAt: new Date(now).toISOString(),
      expirationTime: new Date(now + 600_000).toISOString(),
    }
    const expiresAt = new Date(now + 300_000).toISOString()
    const cookie = seal({ id, endsAt: now + 1_800_000 })
    answer(response, { format: 'eip4361', fields, expiresAt }, createCookie('login', cookie))
  }

  function verify(request: IncomingMessage, response: ServerResponse, text: string): void {
    count(`verify:${findClient(request)}`)
    const { message, address } = JSON.parse(text)
    const { id } = open(readCookie(request, 'login')) as { id: string }
    const read = parseSiweMessage(message)
    const body = read.nonce.slice(0, 40)
    const isOurs = read.nonce === body + createTag(`${body}|${id}|${origin}`).slice(0, 24)
    const isAsIssued = read.domain === host && read.uri === origin && read.address === address
    if (!isOurs || !isAsIssued || createSiweMessage(read) !== message || used.has(read.nonce))
      throw new Error('The challenge is not the one that was issued.')
    used.add(read.nonce)
    const value = randomBytes(32).toString('base64url')
    const now = Date.now()
    const session = {
      method: 'siwe',
      subject: createTag(`subject:${address}`),
      address,
      chainId: read.chainId,
      authenticatedAt: new Date(now).toISOString(),
      expiresAt: new Date(now + 43_200_000).toISOString(),
    }
    sessions.set(createTag(value), seal({ ...session, credential: value }))
    answer(response, { session }, createCookie('session', value))
  }

  function readSession(request: IncomingMessage, response: ServerResponse): void {
    const sealed = sessions.get(createTag(readCookie(request, 'session')))
    const session = sealed === undefined ? null : open(sealed)
    answer(response, { session, methods: ['siwe'] })
  }

  function count(name: string): void {
    const key = createTag(name)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }

  return createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.once('end', () => {
      const { method, url = '', headers } = request
      if (method !== 'GET' && headers.origin !== origin) throw new Error('The origin is wrong.')
      if (url.endsWith('/siwe/challenge')) challenge(request, response)
      else if (url.endsWith('/siwe/verify')) verify(request, response, `${Buffer.concat(chunks)}`)
      else readSession(request, response)
    })
  })
}

function answer(response: ServerResponse, value: object, cookie?: string): void {
  const body = JSON.stringify(value)
  response.writeHead(200, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
    ...(cookie !== undefined && { 'set-cookie': cookie }),
  })
  response.end(body)
}

function findClient({ headers }: IncomingMessage): string {
  return createTag(`client:${headers['x-forwarded-for']}`)
}

function createCookie(name: string, value: string): string {
  return `__Host-floor-${name}=${value}; Max-Age=1800; Path=/; HttpOnly; Secure; SameSite=Lax`
}

function readCookie({ headers }: IncomingMessage, name: string): string {
  return new RegExp(`__Host-floor-${name}=([^;]*)`).exec(headers.cookie ?? '')?.[1] ?? ''
}

function createTag(text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex')
}

const key = Buffer.from(secret.slice(0, 32))

function seal(value: object): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()])
  return [iv, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url')).join('.')
}

function open(text: string): unknown {
  const [iv = key, sealed = key, tag = key] = text
    .split('.')
    .map((part) => Buffer.from(part, 'base64url'))
  const decipher = createDecipheriv('aes-256-gcm', key, iv).setAuthTag(tag)
  return JSON.parse(Buffer.concat([decipher.update(sealed), decipher.final()]).toString())
}
