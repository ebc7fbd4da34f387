import { expect, test } from 'vitest'
import { createSandbox } from './index.ts'

test('behavior: the process keeps its own Request and Response', async () => {
  const { Request, Response } = globalThis
  const { close } = await createSandbox().listen()
  await close()
  expect(globalThis.Request).toBe(Request)
  expect(globalThis.Response).toBe(Response)
})
