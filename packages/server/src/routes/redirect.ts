import { AuthError, redirectEndpoints } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import type { Answer } from '../frame/Answer.ts'
import type { Exchange } from '../frame/Exchange.ts'
import { defineRoute } from '../frame/Route.ts'
import { toHex } from '../keys/createKeys.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import { applyLimit } from '../limits/applyLimit.ts'
import { guard } from '../limits/createLimits.ts'
import { problem } from '../problem.ts'
import { createCallbackPage } from '../redirect/createCallbackPage.ts'
import { isOwnPath } from '../redirect/isOwnPath.ts'
import { readLogin, writeLogin } from '../session/loginState.ts'
import { openSession } from '../session/sessions.ts'

/** `POST /redirect/start`: where the upstream's own page is. */
export const startRedirect = defineRoute(
  redirectEndpoints.start,
  'redirect.start',
  async ({ body, context, exchange }) => {
    const { redirect } = context.upstream
    if (redirect === undefined) throw problem('method_not_offered')
    const { returnTo = '' } = body
    if (returnTo !== '' && !isOwnPath(returnTo, exchange.origin)) throw problem('invalid_request')
    await applyLimit(context, exchange, 'redirect-per-client', exchange.client)
    const state = toHex(randomBytes(16))
    const { origin } = exchange
    const callbackUrl = createCallbackUrl(context, origin)
    const { url, memo = null } = await redirect.start({ state, callbackUrl })
    const startedAt = context.now()
    await writeLogin(context, exchange.cookies, {
      redirect: { state, origin, returnTo, startedAt, expiresAt: startedAt + lifetimeMs, memo },
    })
    return { url }
  },
)

/**
 * `GET /redirect/callback`: the upstream sends the browser back here. Answers with a page that tells its
 * opener and closes, or with a redirect to the app's own page that was asked for.
 */
export async function finishRedirect(
  context: AuthContext,
  exchange: Exchange,
): Promise<{ answer: Answer; failure: AuthError | undefined }> {
  const { redirect } = context.upstream
  if (redirect === undefined) throw problem('method_not_offered')
  await applyLimit(context, exchange, 'redirect-per-client', exchange.client)
  const { cookies, url } = exchange
  const login = (await readLogin(context, cookies))?.redirect
  const origin = login?.origin ?? exchange.origin
  try {
    // 1. The return belongs to what this browser started, is in time, and comes once.
    if (login === undefined || login.state !== url.searchParams.get('state'))
      throw problem('redirect_state_invalid')
    if (context.now() >= login.expiresAt) throw problem('redirect_state_invalid')
    const isFirst = await guard(() => context.store.claim(`redirect:${login.state}`, 3600))
    if (!isFirst) throw problem('redirect_state_invalid')
    // 2. The user said no.
    if (url.searchParams.has('error')) throw problem('redirect_denied')
    // 3. The upstream decides.
    const { memo, startedAt } = login
    const callbackUrl = createCallbackUrl(context, login.origin)
    const query = url.searchParams
    const signedIn = await redirect.finish({ query, callbackUrl, memo, startedAt })
    await openSession(context, exchange, { ...signedIn, method: 'redirect' })
    return { answer: createAnswer(origin, login.returnTo, undefined), failure: undefined }
  } catch (error) {
    if (!AuthError.is(error)) throw error
    cookies.dropOutgoing()
    return { answer: createAnswer(origin, login?.returnTo ?? '', error.code), failure: error }
  }
}

function createAnswer(origin: string, returnTo: string, code: string | undefined): Answer {
  if (returnTo === '') return createCallbackPage(origin, code)
  const target = new URL(returnTo, origin)
  if (code !== undefined) target.searchParams.set('auth_error', code)
  return { status: 303, headers: { location: target.toString() }, body: null }
}

function createCallbackUrl({ basePath }: AuthContext, origin: string): string {
  return `${origin}${basePath}/redirect/callback`
}

const lifetimeMs = 600_000
