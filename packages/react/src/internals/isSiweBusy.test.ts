import type { SiweLoginState } from '@kit/core'
import { expect, test } from 'vitest'
import { isSiweBusy } from './isSiweBusy.ts'

test('default', () => {
  const statuses = {
    idle: false,
    connecting: true,
    challenging: true,
    signing: true,
    'awaiting-return': true,
    verifying: true,
    success: false,
    rejected: false,
    expired: false,
    error: false,
  } satisfies Record<SiweLoginState['status'], boolean>
  for (const [status, isBusy] of Object.entries(statuses))
    expect(isSiweBusy(status as SiweLoginState['status']), status).toBe(isBusy)
})
