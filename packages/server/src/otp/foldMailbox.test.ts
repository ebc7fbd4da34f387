import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { createBrowser, origin, secret } from '../fixtures/startBackend.ts'
import { createAuth, memoryStore } from '../index.ts'
import { selfHosted, sqliteUsers } from '../upstreams/self-hosted/index.ts'
import { foldMailbox } from './foldMailbox.ts'

/* One mailbox has any number of addresses. If anyone may sign up, each of them gets codes. */
const folder = mkdtempSync(join(tmpdir(), 'kit-mailboxes-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

let nowMs = 0
beforeEach(() => {
  nowMs = Date.parse('2026-11-20T12:00:00.000Z')
})
let count = 0
async function open(existing: readonly string[] = []) {
  count += 1
  const users = sqliteUsers({ file: join(folder, `${count}.sqlite`) })
  for (const email of existing) await users.create({ kind: 'email', email })
  const sent: { to: string; code: string }[] = []
  const events: { type: string; code?: string | undefined }[] = []
  let address = 0
  const auth = createAuth({
    upstream: selfHosted({ users, sendCode: async (mail) => void sent.push(mail) }),
    origin,
    secret,
    store: memoryStore({ now: () => nowMs }),
    now: () => nowMs,
    trustedProxyHops: 1,
    otp: { answerQuantumMs: 0 },
    onEvent: (event) => void events.push(event),
  })
  /** Each request comes from a different network. */
  const stranger = () => {
    address += 1
    const client = `203.${address >> 8}.${address & 255}.7`
    return createBrowser(auth.handler, { 'x-forwarded-for': client })
  }
  const request = async (identifier: string) => {
    const before = events.length
    const answer = await stranger().post('/otp/start', { identifier })
    expect(answer.status).toBe(202)
    // The email is sent after the answer.
    await new Promise((resolve) => setImmediate(resolve))
    await vi.waitFor(() => expect(events.length).toBeGreaterThan(before))
    const { challengeId: _, ...told } = answer.json
    return { json: told, headers: [...answer.headers.keys()] }
  }
  const mailsTo = (email: string) => sent.filter(({ to }) => to === email).length
  return { auth, sent, events, stranger, request, mailsTo }
}
const waitForMails = (app: Awaited<ReturnType<typeof open>>, number: number) =>
  vi.waitFor(() => expect(app.sent.length).toBe(number))

test('default: tags are removed, and at Gmail also dots', () => {
  for (const [identifier, mailbox] of [
    ['ada@example.com', 'ada@example.com'],
    ['ada+shop@example.com', 'ada@example.com'],
    ['ada+shop+2@example.com', 'ada@example.com'],
    ['a.da@example.com', 'a.da@example.com'],
    ['a.d.a+1@gmail.com', 'ada@gmail.com'],
    ['ada@googlemail.com', 'ada@gmail.com'],
    ['+tag@example.com', '+tag@example.com'],
  ] as const)
    expect(foldMailbox(identifier)).toBe(mailbox)
})

test('security: E-09 requests for a thousand spellings in an hour send one mailbox twenty emails, and then one in five minutes', async () => {
  const app = await open()
  const answers = []
  for (let number = 0; number < 360; number += 1) {
    const local = ['charles', 'char.les', 'c.h.arles'][number % 3]
    const domain = number % 2 === 0 ? 'gmail.com' : 'googlemail.com'
    answers.push(await app.request(`${local}+${number}@${domain}`))
    nowMs += 10_000
  }
  expect(app.sent.length).toBeLessThanOrEqual(20 + 3600 / 300)
  expect(app.sent.length).toBeGreaterThan(20)
  expect(app.events).toContainEqual(
    expect.objectContaining({ type: 'otp.mail', code: 'rate_limited' }),
  )
  // The answers do not show that no email was sent.
  const [first, last] = [answers[0], answers.at(-1)]
  expect(Object.keys(last?.json ?? {})).toEqual(Object.keys(first?.json ?? {}))
  expect(last?.headers).toEqual(first?.headers)
})

test('security: E-03 E-09 requests for other spellings lock out neither the plain address nor a spelling with an account', async () => {
  const app = await open(['ada+work@example.com'])
  for (let number = 0; number < 60; number += 1) {
    await app.request(`ada+${number}@example.com`)
    nowMs += 1000
  }
  const before = app.sent.length
  for (const [index, identifier] of ['ada@example.com', 'ada+work@example.com'].entries()) {
    const owner = app.stranger()
    await owner.post('/otp/start', { identifier })
    await waitForMails(app, before + 1 + index)
    const { to, code } = app.sent.at(-1) ?? expect.fail()
    expect(to).toBe(identifier)
    expect((await owner.post('/otp/verify', { code })).status).toBe(200)
  }
})

test('security: E-09 codes for linking addresses count as well', async () => {
  const app = await open()
  for (let number = 0; number < 5; number += 1) {
    const member = app.stranger()
    expect((await member.signIn()).status).toBe(200)
    for (let turn = 0; turn < 6; turn += 1) {
      const identifier = `ada+${number}-${turn}@example.com`
      expect((await member.post('/identities/email/start', { identifier })).status).toBe(202)
    }
  }
  await waitForMails(app, 21)
  expect(app.events).toContainEqual(
    expect.objectContaining({ type: 'otp.mail', code: 'rate_limited' }),
  )
})

test('behavior: lifting the limits of an address also lifts those of its mailbox', async () => {
  const app = await open()
  for (let number = 0; number < 30; number += 1) await app.request(`ada+${number}@example.com`)
  await app.request('ada+last@example.com')
  expect(app.mailsTo('ada+last@example.com')).toBe(0)
  await app.auth.limits.lift({ identifier: 'ada+last@example.com' })
  await app.request('ada+last@example.com')
  await vi.waitFor(() => expect(app.mailsTo('ada+last@example.com')).toBe(1))
})
