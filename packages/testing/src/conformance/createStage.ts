import { createSiweMessage, type SiweFields } from '@kit/core'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { SignChanges, Stage } from './Check.ts'
import { CheckSkipped } from './CheckSkipped.ts'
import type { ConformanceOptions } from './ConformanceOptions.ts'
import { createVisitor, type Visitor } from './createVisitor.ts'

/**
 * Finds out what the route offers.
 *
 * @throws Error if the route cannot be reached, or does not answer like a route of the contract.
 */
export async function createStage(url: string, options: ConformanceOptions): Promise<Stage> {
  const { origin = new URL(url).origin, knownEmail, readCode } = options
  const { account = privateKeyToAccount(generatePrivateKey()) } = options
  const answers: Visitor.Answer[] = []
  const visit = () => createVisitor({ url, origin, onAnswer: (answer) => answers.push(answer) })
  const methods = await findMethods(url, visit())
  const challenge = methods.includes('siwe')
    ? await visit().send('POST', '/siwe/challenge', {
        body: { address: account.address, chainId: options.chainId ?? 1 },
      })
    : undefined
  const chainId = options.chainId ?? findChain(challenge) ?? 1
  const canReadCodes =
    methods.includes('email-otp') && readCode !== undefined && knownEmail !== undefined

  const stage: Stage = {
    url,
    origin,
    isSecure: origin.startsWith('https:'),
    methods,
    challengeFormat: findFormat(challenge),
    account,
    chainId,
    knownEmail,
    readCode,
    answers,
    visit,
    offersIdentities: await findIdentities(visit()),
    canSignIn: methods.includes('siwe') || canReadCodes,
    async sign(visitor, changes = {}) {
      const { account: signer = account } = changes
      const { address } = signer
      const answer = await visitor.send('POST', '/siwe/challenge', { body: { address, chainId } })
      const issued = write(answer, { address, chainId: changes.chainId ?? chainId }, changes)
      const message = changes.text?.(issued) ?? issued
      const signature = await signer.signMessage({ message })
      return { message, signature, address, ...(isText(answer) ? { chainId } : {}) }
    },
    async signUp(visitor) {
      if (!methods.includes('siwe')) throw new CheckSkipped('no wallet can sign up here')
      const newAccount = privateKeyToAccount(generatePrivateKey())
      const body = await stage.sign(visitor, { account: newAccount })
      const { status, json } = await visitor.send('POST', '/siwe/verify', { body })
      if (status === 200) return newAccount
      throw new CheckSkipped(`a new account cannot sign up here: ${status} ${json['code'] ?? ''}`)
    },
    async signIn(visitor) {
      const answer = methods.includes('siwe')
        ? await visitor.send('POST', '/siwe/verify', { body: await stage.sign(visitor) })
        : await signInByCode(visitor)
      if (answer.status === 200) return answer
      throw new Error(`a sign-in was answered with ${answer.status} ${answer.json['code'] ?? ''}`)
    },
  }
  return stage

  async function signInByCode(visitor: Visitor): Promise<Visitor.Answer> {
    await visitor.send('POST', '/otp/start', { body: { identifier: knownEmail } })
    const code = await readCode?.(knownEmail ?? '')
    return visitor.send('POST', '/otp/verify', { body: { code } })
  }
}

/** A backend that does not keep its own users does not offer the list of identities. */
async function findIdentities(visitor: Visitor): Promise<boolean> {
  const { status } = await visitor.send('GET', '/identities')
  return status !== 404
}

async function findMethods(url: string, visitor: Visitor): Promise<string[]> {
  const answer = await visitor.send('GET', '/session').catch((cause: unknown) => {
    throw new Error(`${url} cannot be reached. Is the route running there?`, { cause })
  })
  const { methods } = answer.json
  if (answer.status === 200 && Array.isArray(methods)) return methods.map(String)
  throw new Error(
    `GET ${url}/session was answered with ${answer.status} without a list of methods. Is the route mounted at another path?`,
  )
}

function findChain(challenge: Visitor.Answer | undefined): number | undefined {
  const chainIds = challenge?.json['chainIds']
  const [first] = Array.isArray(chainIds) ? chainIds : []
  return typeof first === 'number' ? first : undefined
}

function findFormat(challenge: Visitor.Answer | undefined): Stage['challengeFormat'] {
  if (challenge?.status !== 200) return undefined
  return isText(challenge) ? 'text' : 'eip4361'
}

function isText({ json }: Visitor.Answer): boolean {
  return json['format'] === 'text'
}

function write(
  answer: Visitor.Answer,
  account: { address: string; chainId: number },
  { fields: changes }: SignChanges,
): string {
  const { status, json } = answer
  if (status !== 200)
    throw new Error(`a challenge was answered with ${status} ${json['code'] ?? ''}`)
  if (isText(answer)) return String(json['message'])
  const issued: Record<string, unknown> = Object(json['fields'])
  const text = (name: string) => {
    const value = { ...issued, ...changes }[name]
    return value === undefined ? undefined : String(value)
  }
  const { resources } = { ...issued, ...changes }
  const fields: SiweFields = {
    domain: text('domain') ?? '',
    uri: text('uri') ?? '',
    version: '1',
    nonce: text('nonce') ?? '',
    issuedAt: text('issuedAt') ?? '',
    scheme: text('scheme'),
    statement: text('statement'),
    expirationTime: text('expirationTime'),
    notBefore: text('notBefore'),
    requestId: text('requestId'),
    resources: Array.isArray(resources) ? resources.map(String) : undefined,
  }
  // An exception names the field that breaks the grammar.
  return createSiweMessage({ format: 'eip4361', fields, expiresAt: '' }, account)
}
