import type { Check } from '../Check.ts'

/** Last, since nothing goes on after them. */
export const limitChecks: readonly Check[] = [
  {
    name: 'rate-limit',
    says: 'Who asks too often is refused by 429 with Retry-After.',
    fix: 'Limit each client, and say in Retry-After when to come back.',
    async run({ visit }) {
      for (let round = 0; round < 20; round += 1) {
        const answers = await Promise.all(
          Array.from({ length: 25 }, () =>
            visit().send('POST', '/siwe/challenge', { body: {}, isPatient: false }),
          ),
        )
        const limited = answers.find(({ status }) => status === 429)
        if (limited === undefined) continue
        const wait = limited.headers.get('retry-after')
        return /^\d+$/.test(wait ?? '') ? undefined : `429 with Retry-After: ${wait}`
      }
      return '500 requests within seconds, and no 429'
    },
  },
]
