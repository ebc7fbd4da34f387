import { expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'
import { memoryStore } from './memory/memoryStore.ts'
import type { Store } from './Store.ts'

/**
 * A store that answers everything asked within one turn of the event loop at the same time, as a connection
 * does that sends commands together. Counts how often a request waits for it.
 */
function countRoundTrips(inner: Store) {
  let waiting: (() => void)[] = []
  const trips: string[][] = []
  const wrap = <target extends object>(target: target, label: string): target =>
    new Proxy(target, {
      get(object, name) {
        const member: unknown = Reflect.get(object, name)
        if (typeof member !== 'function' || name === 'inspect') return member
        return (...args: { name?: string }[]) => {
          if (name === 'createCounter') return wrap(member(...args), `${args[0]?.name} `)
          return answerTogether(`${label}${String(name)}`, () => member(...args))
        }
      },
    })
  function answerTogether(operation: string, run: () => unknown): Promise<unknown> {
    if (waiting.length === 0) {
      trips.push([])
      setImmediate(() => {
        const due = waiting
        waiting = []
        for (const answer of due) answer()
      })
    }
    trips.at(-1)?.push(operation)
    return new Promise((resolve) => waiting.push(() => resolve(run())))
  }
  return {
    store: wrap(inner, ''),
    /** The operations of each round trip since the last call. */
    take: () => trips.splice(0),
  }
}

test('default: how often a sign-in with a code waits for the store', async () => {
  const { store, take } = countRoundTrips(memoryStore())
  const backend = await startBackend({ store })
  // The first sign-in of all also writes the store's epoch.
  await backend.browser().post('/otp/start', { identifier: 'grace@example.com' })
  const browser = backend.browser()
  const email = 'ada@example.com'
  take()
  await browser.post('/otp/start', { identifier: email })
  const start = take()
  const code = await backend.codeFor(email)
  const { status } = await browser.post('/otp/verify', { code })
  const verify = take()
  expect(status).toBe(200)
  expect({ start: start.length, verify: verify.length }).toEqual({ start: 4, verify: 6 })
  await backend.close()
})

test('default: how often a sign-in with a wallet waits for the store', async () => {
  const { store, take } = countRoundTrips(memoryStore())
  const backend = await startBackend({ store })
  await backend.browser().sign()
  const browser = backend.browser()
  take()
  const { body } = await browser.sign()
  const challenge = take()
  const { status } = await browser.post('/siwe/verify', body)
  const verify = take()
  expect(status).toBe(200)
  expect({ challenge: challenge.length, verify: verify.length }).toEqual({
    challenge: 1,
    verify: 3,
  })
  await backend.close()
})
