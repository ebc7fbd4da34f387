import { type Challenge, createSiweMessage } from '@kit/core'
import type { LocalAccount } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Check, Stage } from './Check.ts'
import { checks } from './checks/index.ts'
import { createVisitor, type Visitor } from './createVisitor.ts'

/**
 * Runs the contract's checks over HTTP against a running route, in whatever language it is written. It
 * signs in with a real wallet, and behaves badly: run it against a test system, not against your users'.
 *
 * @param url - where the route is mounted, such as `http://localhost:3000/api/auth`.
 * @param options.origin - of the page that calls it. Default: that of `url`.
 * @param options.account - one that can sign in. Default: a new random one.
 * @param options.chainId - one that is allowed. Default 1.
 * @param options.knownEmail - an address that has an account, for the check that nobody learns so.
 * @param options.only - names of checks. Default: all.
 * @throws Error when the route cannot be reached, or a check of `options.only` is unknown.
 * @example
 * const { results, isConformant } = await runConformance('http://localhost:3000/api/auth')
 */
export async function runConformance(
  url: string,
  options: runConformance.Options = {},
): Promise<runConformance.ReturnType> {
  const { only } = options
  const unknown = only?.find((wanted) => !checks.some(({ name }) => name === wanted))
  if (unknown !== undefined)
    throw new Error(
      `There is no check "${unknown}". There are: ${checks.map(({ name }) => name).join(', ')}.`,
    )
  const stage = createStage(url.replace(/\/$/, ''), options)
  const { json } = await stage
    .visit()
    .send('GET', '/session')
    .catch((cause: unknown) => {
      throw new Error(`${url} cannot be reached. Is the route running there?`, { cause })
    })
  const offered: unknown[] = Array.isArray(json['methods']) ? json['methods'] : []
  const results: runConformance.Result[] = []
  for (const check of checks) {
    if (only !== undefined && !only.includes(check.name)) continue
    const { name, says, fix, needs } = check
    if (needs !== undefined && !offered.includes(needs))
      results.push({ name, says, fix, verdict: 'skip', seen: `${needs} is not offered` })
    else results.push({ name, says, fix, ...(await judge(check, stage)) })
  }
  return { results, isConformant: results.every(({ verdict }) => verdict !== 'fail') }
}

export declare namespace runConformance {
  type Options = {
    /** @default that of `url` */
    origin?: string | undefined
    /** @default a new random one */
    account?: LocalAccount | undefined
    /** @default 1 */
    chainId?: number | undefined
    knownEmail?: string | undefined
    /** @default all */
    only?: readonly string[] | undefined
  }
  type Result = {
    name: string
    /** What holds when it passes. */
    says: string
    /** What to do when it fails. */
    fix: string
    verdict: 'pass' | 'fail' | 'skip'
    /** What was seen that should not be, or why the check was left out. */
    seen: string | undefined
  }
  type ReturnType = { results: readonly Result[]; isConformant: boolean }
}

async function judge(
  check: Check,
  stage: Stage,
): Promise<{ verdict: 'pass' | 'fail'; seen: string | undefined }> {
  try {
    const seen = await check.run(stage)
    return { verdict: seen === undefined ? 'pass' : 'fail', seen }
  } catch (error) {
    return { verdict: 'fail', seen: error instanceof Error ? error.message : String(error) }
  }
}

function createStage(url: string, options: runConformance.Options): Stage {
  const { origin = new URL(url).origin, chainId = 1, knownEmail } = options
  const { account = privateKeyToAccount(generatePrivateKey()) } = options
  const answers: Visitor.Answer[] = []
  const stage: Stage = {
    url,
    origin,
    isSecure: origin.startsWith('https:'),
    account,
    chainId,
    knownEmail,
    answers,
    visit: () => createVisitor({ url, origin, onAnswer: (answer) => answers.push(answer) }),
    async sign(visitor, changes = {}) {
      const signer = changes.account ?? account
      const { address } = signer
      const answer = await visitor.send('POST', '/siwe/challenge', { body: { address, chainId } })
      const message = write(
        answer,
        { address, chainId: changes.chainId ?? chainId },
        changes.fields,
      )
      return { message, signature: await signer.signMessage({ message }), address }
    },
    async signIn(visitor) {
      const answer = await visitor.send('POST', '/siwe/verify', { body: await stage.sign(visitor) })
      if (answer.status === 200) return answer
      throw new Error(`a sign-in was answered by ${answer.status} ${answer.json['code'] ?? ''}`)
    },
  }
  return stage
}

function write(
  { status, json }: Visitor.Answer,
  account: { address: string; chainId: number },
  changes: Record<string, unknown> = {},
): string {
  if (status !== 200) throw new Error(`a challenge was answered by ${status}`)
  // What came over the wire: createSiweMessage refuses what is no challenge.
  const challenge = json as unknown as Challenge
  if (challenge.format === 'text') return challenge.message
  const fields = { ...challenge.fields, ...changes }
  return createSiweMessage({ ...challenge, fields }, account)
}
