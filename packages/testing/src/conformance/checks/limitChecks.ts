import type { Check, Stage } from '../Check.ts'
import { createStranger } from './stateChanging.ts'

/** Checks of limits. They come last, because they use the limits up. */
export const limitChecks: readonly Check[] = [
  {
    name: 'code-limit',
    says: 'Too many requests for codes are refused with 429 and Retry-After.',
    fix: 'Limit each client and each address, and say in Retry-After when to try again.',
    needs: 'email-otp',
    run: ({ visit }) =>
      flood(() =>
        visit().send('POST', '/otp/start', {
          body: { identifier: createStranger() },
          isPatient: false,
        }),
      ),
  },
  {
    name: 'challenge-limit',
    says: 'Too many requests for challenges are refused with 429 and Retry-After.',
    fix: 'Limit each client, and say in Retry-After when to try again.',
    needs: 'siwe',
    run: ({ visit, account, chainId }) =>
      flood(() =>
        visit().send('POST', '/siwe/challenge', {
          body: { address: account.address, chainId },
          isPatient: false,
        }),
      ),
  },
]

async function flood(
  send: () => ReturnType<ReturnType<Stage['visit']>['send']>,
): Promise<string | undefined> {
  for (let round = 0; round < 20; round += 1) {
    const answers = await Promise.all(Array.from({ length: 25 }, send))
    const limited = answers.find(({ status }) => status === 429)
    if (limited === undefined) continue
    const wait = limited.headers.get('retry-after')
    return /^\d+$/.test(wait ?? '') ? undefined : `429 with Retry-After: ${wait}`
  }
  return '500 requests within seconds were answered without a 429'
}
