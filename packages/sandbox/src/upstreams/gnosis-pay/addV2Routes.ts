import { randomBytes, randomInt } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { type Hex, isHex } from 'viem'
import { readJsonBody } from '../../readJsonBody.ts'
import type { World } from '../../Sandbox.ts'
import type { createAccounts } from './accounts.ts'
import { createFamilies } from './createFamilies.ts'
import type { Knobs } from './knobs.ts'

/**
 * Adds today's API, which writes the whole message. A refresh token works once: using it again ends the
 * session for everyone who holds a copy.
 *
 * @see {@link https://docs.gnosispay.com}
 */
export function addV2Routes(routes: Hono, world: World, shared: Shared) {
  const { accounts, fault } = shared
  const messages = new Map<string, number>()
  const codes = new Map<string, { code: string; endsAt: number }>()
  const families = createFamilies(world.now)

  routes.get('/auth/siwe/:address', (context) => {
    const { domain = '', uri = '', appName = '' } = context.req.query()
    const address = context.req.param('address')
    if (domain === '' || appName === '' || !URL.canParse(uri) || !isAddressLike(address))
      return fault(context, 400, 'BAD_REQUEST')
    if (!shared.knobs().allowedDomains.includes(domain))
      return fault(context, 403, 'DOMAIN_NOT_WHITELISTED')
    const message = [
      `${domain} wants you to sign in with your Ethereum account:`,
      address,
      '',
      `Sign in to ${appName}.`,
      '',
      `URI: ${uri}`,
      'Version: 1',
      // The real API names a chain of its choice, whichever one the wallet is on.
      'Chain ID: 42220',
      `Nonce: ${randomBytes(12).toString('hex')}`,
      `Issued At: ${new Date(world.now()).toISOString()}`,
    ].join('\n')
    messages.set(message, world.now() + shared.knobs().messageLifetimeSeconds * 1000)
    return context.json({ message })
  })

  routes.post('/auth/siwe', async (context) => {
    const { address, signature, message } = await readJsonBody(context)
    if (typeof message !== 'string' || typeof address !== 'string' || !isHex(signature))
      return fault(context, 400, 'BAD_REQUEST')
    const endsAt = messages.get(message) ?? 0
    messages.delete(message)
    if (world.now() >= endsAt) return fault(context, 401, 'NONCE_INVALID')
    const [, account = ''] = message.split('\n')
    const isTheirs = account.toLowerCase() === address.toLowerCase() && isAddressLike(address)
    if (!isTheirs || !(await shared.isSigned({ address: address as Hex, message, signature })))
      return fault(context, 401, 'INVALID_SIGNATURE')
    return context.json(await issuePair(families.open(address, refreshSeconds())))
  })

  routes.post('/auth/refresh', async (context) => {
    const { refreshToken } = await readJsonBody(context)
    const next = families.rotate(refreshToken, refreshSeconds())
    return next === undefined
      ? fault(context, 401, 'REFRESH_TOKEN_INVALID')
      : context.json(await issuePair(next))
  })

  routes.post('/auth/logout', async (context) => {
    families.end((await readJsonBody(context))['refreshToken'])
    return context.body(null, 204)
  })

  routes.post('/email-verification', async (context) => {
    if ((await readAddress(context)) === undefined) return fault(context, 401, 'UNAUTHORIZED')
    const { email } = await readJsonBody(context)
    if (typeof email !== 'string' || !email.includes('@'))
      return fault(context, 422, 'INVALID_EMAIL')
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    codes.set(email, { code, endsAt: world.now() + shared.knobs().codeLifetimeSeconds * 1000 })
    world.send({ to: email, subject: `${code} is your sign-up code`, code })
    return context.json({ ok: true })
  })

  routes.post('/user', async (context) => {
    const address = await readAddress(context)
    if (address === undefined) return fault(context, 401, 'UNAUTHORIZED')
    const { email, otp } = await readJsonBody(context)
    if (typeof email !== 'string' || typeof otp !== 'string')
      return fault(context, 400, 'BAD_REQUEST')
    if (accounts.isTaken(address, email)) return fault(context, 409, 'USER_ALREADY_EXISTS')
    const issued = codes.get(email)
    if (issued?.code !== otp) return fault(context, 400, 'INVALID_OTP')
    codes.delete(email)
    if (world.now() >= issued.endsAt) return fault(context, 400, 'OTP_EXPIRED')
    const { id } = accounts.add(address, email)
    // The answer has a new access token but no refresh token.
    return context.json({ userId: id, accessToken: await issueToken(address) }, 201)
  })

  /** Only registered wallets can read these. */
  const reads: Record<string, (address: string) => object> = {
    '/user': (address) => ({
      ...accounts.find(address),
      address,
      createdAt: '2026-01-01T00:00:00Z',
    }),
    '/user/onboarding': () => ({ status: shared.knobs().onboardingStatus }),
    '/user/terms': () => ({ terms: [] }),
  }
  for (const [path, read] of Object.entries(reads))
    routes.get(path, async (context) => {
      const address = await readAddress(context)
      if (address === undefined || accounts.find(address) === undefined)
        return fault(context, 401, 'UNAUTHORIZED')
      return context.json(read(address))
    })

  async function issuePair({ address, token }: { address: string; token: string }) {
    return { accessToken: await issueToken(address), refreshToken: token }
  }

  function issueToken(address: string): Promise<string> {
    const account = accounts.find(address)
    const claims = { address, ...(account === undefined ? {} : { userId: account.id }) }
    return shared.issueJwt(claims, shared.knobs().accessTokenLifetimeSeconds)
  }

  async function readAddress(context: Context): Promise<string | undefined> {
    const address = (await shared.readJwt(context))?.['address']
    return typeof address === 'string' ? address : undefined
  }

  function refreshSeconds(): number {
    return shared.knobs().refreshTokenLifetimeSeconds
  }

  return {
    reset() {
      for (const state of [messages, codes, families, accounts]) state.clear()
    },
  }
}

/** What both APIs share. Their users are separate: an account in one does not exist in the other. */
interface Shared {
  readonly accounts: ReturnType<typeof createAccounts>
  readonly knobs: () => Knobs
  readonly fault: (context: Context, status: 400 | 401 | 403 | 409 | 422, text: string) => Response
  readonly isSigned: (signed: { address: Hex; message: string; signature: Hex }) => Promise<boolean>
  readonly issueJwt: (claims: Record<string, string>, seconds: number) => Promise<string>
  readonly readJwt: (context: Context) => Promise<Record<string, unknown> | undefined>
}

function isAddressLike(text: string): boolean {
  return /^0x[0-9a-fA-F]{40}$/.test(text)
}
