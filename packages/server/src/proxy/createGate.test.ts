import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createGate } from './createGate.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const refused = { code: 'upstream_unavailable', status: 503, retryAfterSeconds: 1 }

test('default: waiting calls get free places in the order of their arrival', async () => {
  const gate = createGate({ maxRunning: 1 })
  const release = await gate('ada')
  const order: string[] = []
  const waiting = ['bob', 'eve'].map(async (name) => {
    const done = await gate(name)
    order.push(name)
    done()
  })
  release()
  await Promise.all(waiting)
  expect(order).toEqual(['bob', 'eve'])
})

test('security: E-16 no call waits longer than two seconds behind others', async () => {
  const gate = createGate({ maxRunning: 2 })
  const slow = [await gate('one'), await gate('two')]
  const waiting = gate('ada').catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(2000)
  expect(await waiting).toMatchObject(refused)
  // The call's place in the queue is free again, and so are the other places.
  for (const release of slow) release()
  const places = [await gate('ada'), await gate('bob')]
  expect(places).toHaveLength(2)
})

test('security: E-16 a user with many calls waits while a user with none gets the free place', async () => {
  const gate = createGate({ maxRunning: 4 })
  const releases = [await gate('crowd'), await gate('crowd')]
  const order: string[] = []
  const waiting = gate('crowd').then((release) => {
    order.push('crowd')
    return release
  })
  for (const name of ['ada', 'bob']) {
    releases.push(await gate(name))
    order.push(name)
  }
  expect(order).toEqual(['ada', 'bob'])
  // Two users now have one call each, and one of the four places stays free for another user.
  for (const release of releases.splice(0, 2)) release()
  await waiting
  expect(order).toEqual(['ada', 'bob', 'crowd'])
})

test('security: E-17 a browser that disconnects leaves the queue', async () => {
  const gate = createGate({ maxRunning: 1, maxWaiting: 1 })
  const release = await gate('crowd')
  const leaving = new AbortController()
  const left = gate('ada', leaving.signal).catch((error: unknown) => error)
  await expect(gate('bob')).rejects.toMatchObject(refused)
  leaving.abort()
  expect(await left).toMatchObject(refused)
  const waiting = gate('bob')
  release()
  expect(await waiting).toBeTypeOf('function')
})

test('security: E-16 releasing a place twice frees one place', async () => {
  const gate = createGate({ maxRunning: 1, maxWaiting: 0 })
  const release = await gate('ada')
  release()
  release()
  await gate('ada')
  await expect(gate('bob')).rejects.toMatchObject(refused)
})
