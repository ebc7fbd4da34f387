import { expect, test } from 'vitest'
import { consumeOneByOne } from './consumeOneByOne.ts'
import { memoryStore } from './memory/memoryStore.ts'

test('security: a single charge that is only checked is refused when its counter is full', async () => {
  const limit = { name: 'limit', points: 1, durationSeconds: 60 }
  const counter = memoryStore().createCounter(limit)
  const check = () =>
    consumeOneByOne([{ ...limit, key: 'key', isOnlyChecked: true }], () => counter)
  expect(await check()).toMatchObject([{ isAllowed: true, consumed: 0 }])
  await counter.consume('key')
  expect(await check()).toMatchObject([{ isAllowed: false, consumed: 1 }])
})
