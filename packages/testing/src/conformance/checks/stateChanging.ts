import type { MethodName, Stage } from '../Check.ts'
import type { Visitor } from '../createVisitor.ts'

/**
 * An operation that changes something, with a request that would be accepted. Checks of guards change one thing
 * about it, so that only the guard can refuse it.
 */
export interface StateChanging {
  /** In words with dashes, for the names of checks. */
  readonly name: string
  readonly method: 'POST' | 'DELETE'
  readonly path: string
  readonly needs?: MethodName
  /** Whether it is offered only by a backend that keeps its own users. */
  readonly isOfIdentities?: boolean
  /** Whether it takes a body. */
  readonly hasBody: boolean
  /** Prepares a browser that can send it, and returns the body. */
  prepare(stage: Stage): Promise<{ visitor: Visitor; body?: object }>
}

export const stateChanging: readonly StateChanging[] = [
  {
    name: 'sign-out',
    method: 'DELETE',
    path: '/session',
    hasBody: false,
    async prepare({ visit, signIn, canSignIn }) {
      const visitor = visit()
      if (canSignIn) await signIn(visitor)
      return { visitor }
    },
  },
  {
    name: 'end-others',
    method: 'DELETE',
    path: '/sessions',
    hasBody: false,
    async prepare({ visit, signIn, canSignIn }) {
      const visitor = visit()
      if (canSignIn) await signIn(visitor)
      return { visitor }
    },
  },
  {
    name: 'siwe-challenge',
    method: 'POST',
    path: '/siwe/challenge',
    needs: 'siwe',
    hasBody: true,
    prepare: async ({ visit, account, chainId }) => ({
      visitor: visit(),
      body: { address: account.address, chainId },
    }),
  },
  {
    name: 'siwe-verify',
    method: 'POST',
    path: '/siwe/verify',
    needs: 'siwe',
    hasBody: true,
    async prepare({ visit, sign }) {
      const visitor = visit()
      return { visitor, body: await sign(visitor) }
    },
  },
  {
    name: 'otp-start',
    method: 'POST',
    path: '/otp/start',
    needs: 'email-otp',
    hasBody: true,
    prepare: async ({ visit }) => ({ visitor: visit(), body: { identifier: createStranger() } }),
  },
  {
    name: 'otp-verify',
    method: 'POST',
    path: '/otp/verify',
    needs: 'email-otp',
    hasBody: true,
    async prepare(stage) {
      const { visitor, code } = await startCode(stage, createStranger())
      return { visitor, body: { code } }
    },
  },
  {
    name: 'redirect-start',
    method: 'POST',
    path: '/redirect/start',
    needs: 'redirect',
    hasBody: true,
    prepare: async ({ visit }) => ({ visitor: visit(), body: {} }),
  },
  ofIdentities('identity-email-start', 'POST', '/identities/email/start', () => ({
    identifier: createStranger(),
  })),
  ofIdentities('identity-email-verify', 'POST', '/identities/email/verify', () => ({
    code: '000000',
  })),
  {
    ...ofIdentities('identity-wallet', 'POST', '/identities/wallet', ({ sign }, visitor) =>
      sign(visitor),
    ),
    needs: 'siwe',
  },
  ofIdentities('identity-remove', 'POST', '/identities/remove', () => ({ id: createStranger() })),
  ofIdentities('account-delete', 'DELETE', '/account'),
]

/** Creates an operation on the account of a signed-in user. */
function ofIdentities(
  name: string,
  method: StateChanging['method'],
  path: string,
  createBody?: (stage: Stage, visitor: Visitor) => object | Promise<object>,
): StateChanging {
  return {
    name,
    method,
    path,
    isOfIdentities: true,
    hasBody: createBody !== undefined,
    async prepare(stage) {
      const visitor = stage.visit()
      await stage.signIn(visitor)
      return createBody === undefined
        ? { visitor }
        : { visitor, body: await createBody(stage, visitor) }
    },
  }
}

/** Returns an address without an account. */
export function createStranger(): string {
  return `nobody-${crypto.randomUUID()}@example.com`
}

/** Requests a code. The returned `code` has the right form and is almost certainly wrong. */
export async function startCode(
  stage: Stage,
  identifier: string,
  visitor: Visitor = stage.visit(),
  path: '/otp/start' | '/identities/email/start' = '/otp/start',
): Promise<{ visitor: Visitor; answer: Visitor.Answer; code: string }> {
  const answer = await visitor.send('POST', path, { body: { identifier } })
  const { codeLength } = answer.json
  if (answer.status === 202 && typeof codeLength === 'number')
    return { visitor, answer, code: '0'.repeat(codeLength) }
  throw new Error(
    `POST ${path} was answered with ${answer.status} ${answer.json['code'] ?? ''}, its codeLength is ${codeLength}`,
  )
}
