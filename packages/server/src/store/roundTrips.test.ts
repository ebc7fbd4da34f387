import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'
import type { StoreFixture } from './conformance/StoreFixture.ts'
import { memoryStore } from './memory/memoryStore.ts'
import type { Store } from './Store.ts'

/**
 * Wraps a store so that it answers all operations of one turn of the event loop together, as a connection does
 * that pipelines commands. Counts how often a request waits for it.
 */
function countRoundTrips(inner: Store) {
  let waiting: {
    run: () => Promise<unknown>
    answer: (result: PromiseSettledResult<unknown> | undefined) => void
  }[] = []
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
      setImmediate(async () => {
        const due = waiting
        waiting = []
        const settled = await Promise.allSettled(due.map(({ run }) => run()))
        for (const [index, { answer }] of due.entries()) answer(settled[index])
      })
    }
    trips.at(-1)?.push(operation)
    return new Promise<PromiseSettledResult<unknown> | undefined>((resolve) =>
      waiting.push({ run: async () => run(), answer: resolve }),
    ).then((result) => {
      if (result?.status === 'fulfilled') return result.value
      throw result?.reason
    })
  }
  return {
    store: wrap(inner, ''),
    /** Returns the operations of each round trip since the last call. */
    take: () => trips.splice(0),
  }
}

/** Every store is a folder that is discovered here, not registered. */
const fixtures = import.meta.glob<StoreFixture>('./*/fixtures/conformance.ts', {
  eager: true,
  import: 'fixture',
})

describe.for(Object.entries(fixtures))('%s', ([, fixture]) => {
  let started: Awaited<ReturnType<StoreFixture['start']>>
  beforeAll(async () => {
    started = await fixture.start()
  })
  afterAll(() => started.close())

  test('default: how often a sign-in with a code waits for the store', async () => {
    expect(await countForCode(started.open())).toEqual({ start: 3, verify: 2 })
  })

  test('default: how often a sign-in with a wallet waits for the store', async () => {
    const { store, take } = countRoundTrips(started.open())
    const backend = await startBackend({ store })
    await backend.browser().sign()
    const browser = backend.browser()
    take()
    const { body } = await browser.sign()
    const challenge = take()
    const { status } = await browser.post('/siwe/verify', body)
    const verify = take()
    expect(status).toBe(200)
    expect([challenge.length, verify.length]).toEqual([1, 3])
    await backend.close()
  })
})

test('behavior: a store that can change only one key per operation, such as a cluster, needs a few more round trips', async () => {
  const { consumeAll: _, ...store } = memoryStore()
  expect(await countForCode(store)).toEqual({ start: 4, verify: 4 })
})

/** Returns the round trips of requesting a code, and of checking it. */
async function countForCode(inner: Store): Promise<{ start: number; verify: number }> {
  const { store, take } = countRoundTrips(inner)
  const backend = await startBackend({ store })
  // The very first sign-in also writes the store's epoch.
  await backend.browser().post('/otp/start', { identifier: 'grace@example.com' })
  const browser = backend.browser()
  const email = 'ada@example.com'
  take()
  await browser.post('/otp/start', { identifier: email })
  const start = take()
  const code = await backend.codeFor(email)
  const { status } = await browser.post('/otp/verify', { code })
  const verify = take()
  await backend.close()
  expect(status).toBe(200)
  return { start: start.length, verify: verify.length }
}
