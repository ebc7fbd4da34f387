import { expect, test } from 'vitest'
import { findOddsOfAny, findOddsOfOne } from '../../../../bench/odds.ts'
import { startBackend } from '../fixtures/startBackend.ts'

test('security: E-04 the odds of guessing a code stay below the documented ones', () => {
  expect(findOddsOfOne({ addresses: 100_000, days: 30 })).toBeLessThanOrEqual(1e-4)
  expect(findOddsOfOne({ addresses: 100_000, days: 365 })).toBeLessThanOrEqual(1e-3)
  expect(findOddsOfAny({ addresses: 1000, days: 1 })).toBeLessThanOrEqual(0.01)
})

test('security: E-04 in a simulated month, strangers have 25 guesses that would open a session', async () => {
  let nowMs = Date.parse('2026-01-01T00:00:00Z')
  const backend = await startBackend({ now: () => nowMs })
  await backend.control('POST', '/knobs', { upstream: 'bakkt', triggersPerTenMinutes: 100_000 })
  let direct = 0
  // Each guess is replaced with a correct code, to see whether a lucky guess would open a session.
  for (let day = 0; day < 29; day += 1) {
    for (let address = 0; address < 3; address += 1) {
      const browser = backend.browser({ 'x-forwarded-for': `203.0.${day}.${address}` })
      await browser.post('/otp/start', { identifier: 'ada@example.com' })
      for (let count = 0; count < 3; count += 1)
        await browser.post('/otp/verify', { code: '000000' })
      const code = await backend.codeFor('ada@example.com')
      const answer = await browser.post('/otp/verify', { code })
      if (answer.status === 200) direct += 1
      else expect(answer.json).toMatchObject({ code: 'otp_second_code_required' })
    }
    nowMs += 86_400_000
  }
  // Eight browsers enter 24 wrong codes. The ninth exceeds the 25 that are allowed, so its correct code is not enough.
  expect(direct).toBe(8)
  await backend.close()
})
