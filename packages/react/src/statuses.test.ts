import { readFile } from 'node:fs/promises'
import type { OtpLoginState, RedirectLoginState, Session, SiweLoginState } from '@kit/core'
import { expect, test } from 'vitest'
import type { useSession, useSessions } from './index.ts'

/*
 * Checks that the theming page lists every `data-status`. A status that is missing from this file, or does not
 * exist, does not compile.
 */

const session = {
  pending: true,
  'signed-in': true,
  'signed-out': true,
  error: true,
} satisfies Every<useSession.ReturnType['status']>

const siwe = {
  idle: true,
  connecting: true,
  challenging: true,
  signing: true,
  'awaiting-return': true,
  verifying: true,
  success: true,
  rejected: true,
  expired: true,
  error: true,
} satisfies Every<SiweLoginState['status']>

const otp = {
  idle: true,
  sending: true,
  'awaiting-code': true,
  verifying: true,
  exhausted: true,
  locked: true,
  expired: true,
  success: true,
  error: true,
} satisfies Every<OtpLoginState['status']>

const redirect = {
  idle: true,
  starting: true,
  redirecting: true,
  'awaiting-return': true,
  success: true,
  rejected: true,
  error: true,
} satisfies Every<RedirectLoginState['status']>

const account = {
  active: true,
  'registration-required': true,
  pending: true,
} satisfies Every<Session['status']>

const sessions = {
  pending: true,
  success: true,
  error: true,
} satisfies Every<useSessions.ReturnType['status']>

const states: Record<string, object> = {
  '`SignIn`, `SignInDialog`, `ReauthenticateDialog`, `SessionExpiryDialog`': session,
  '`SiweButton`, `AccountMismatchBanner`, the wallets in `SignIn`': siwe,
  '`OtpForm`': otp,
  '`RedirectButton`': redirect,
  '`SessionCard`, `UserButton`': account,
  '`SessionList`, `AccountCard`': sessions,
}

type Every<status extends string> = Record<status, true>

test('default', async () => {
  const page = await readFile(new URL('../../../docs/theming.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| `data-status` \| (.+) \| (.+) \|$/gm)]
  const written = rows.map(([, parts = '', values = '']) => [
    parts,
    [...values.matchAll(/`([a-z-]+)`/g)].map(([, value]) => value),
  ])
  const possible = Object.entries(states).map(([parts, of]) => [parts, Object.keys(of)])
  expect(written).toEqual(possible)
})
