import { AuthError, redirectEndpoints } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import type { Answer } from '../http/Answer.ts'
import { toHex } from '../keys/encodings.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import { reserveForClient } from '../limits/reserve.ts'
import { undoIfUnanswered } from '../limits/undoIfUnanswered.ts'
import { problem } from '../problem.ts'
import type { Exchange } from '../routes/Exchange.ts'
import { defineRoute } from '../routes/Route.ts'
import { prefetchEpoch, readLogin, writeLogin } from '../session/loginState.ts'
import { openSession } from '../session/sessions.ts'
import { discardLogin } from '../session/signOutUpstream.ts'
import { findMarkTtl } from '../store/findMarkTtl.ts'
import { guard } from '../store/guard.ts'
import { createCallbackPage } from './createCallbackPage.ts'
import { createPkce } from './createPkce.ts'
import { isOwnPath } from './isOwnPath.ts'

/** `POST /redirect/start`: returns the URL of the upstream's page. */
export const startRedirect = defineRoute(
  redirectEndpoints.start,
  'redirect.start',
  async ({ body, context, exchange }) => {
    const { redirect } = context.upstream
    if (redirect === undefined) throw problem('method_not_offered')
    const { returnTo = '' } = body
    if (returnTo !== '' && !isOwnPath(returnTo, exchange.origin)) throw problem('invalid_request')
    prefetchEpoch(context, exchange.cookies)
    const { refund } = await reserveForClient(context, exchange, 'redirect-per-client')
    const state = toHex(randomBytes(16))
    const { origin } = exchange
    const callbackUrl = createCallbackUrl(context, origin)
    const { verifier, challenge } = await createPkce()
    const request = { state, callbackUrl, codeChallenge: challenge }
    const { url, memo = null } = await undoIfUnanswered({ refund }, () => redirect.start(request))
    const startedAt = context.now()
    const expiresAt = startedAt + lifetimeMs
    await writeLogin(context, exchange.cookies, {
      redirect: { state, origin, returnTo, startedAt, expiresAt, verifier, memo },
    })
    return { url }
  },
)

/**
 * `GET /redirect/callback`: the upstream sends the browser back here. Answers with a page that notifies its
 * opener and closes, or with a redirect to the requested page of the app.
 */
export async function finishRedirect(
  context: AuthContext,
  exchange: Exchange,
): Promise<{ answer: Answer; failure: AuthError | undefined }> {
  const { redirect } = context.upstream
  if (redirect === undefined) throw problem('method_not_offered')
  prefetchEpoch(context, exchange.cookies)
  const { refund } = await reserveForClient(context, exchange, 'redirect-per-client')
  const { cookies, url } = exchange
  const login = (await readLogin(context, cookies))?.redirect
  const origin = login?.origin ?? exchange.origin
  try {
    // 1. Check that this browser started the sign-in, that it has not expired, and that the browser returns for
    // the first time.
    if (login === undefined || login.state !== url.searchParams.get('state'))
      throw problem('redirect_state_invalid')
    if (context.now() >= login.expiresAt) throw problem('redirect_state_invalid')
    const stateKey = `redirect:${login.state}`
    const isFirst = await guard(() => context.store.claim(stateKey, markSeconds))
    if (!isFirst) throw problem('redirect_state_invalid')
    // 2. Check whether the user declined.
    if (url.searchParams.has('error')) throw problem('redirect_denied')
    // 3. Verify the callback with the upstream.
    const { memo, startedAt, verifier: codeVerifier } = login
    const callbackUrl = createCallbackUrl(context, login.origin)
    const query = url.searchParams
    // If a parameter is repeated, this server and the upstream might use different values.
    if (new Set(query.keys()).size !== query.size) throw problem('redirect_state_invalid')
    const release = () => guard(() => context.store.delete(stateKey))
    const signedIn = await undoIfUnanswered({ refund, release }, () =>
      redirect.finish({ query, callbackUrl, codeVerifier, memo, startedAt }),
    )
    // 4. Mark the callback as used, so that it opens one session even if the upstream accepts it twice.
    const others = new URLSearchParams(query)
    others.delete('state')
    const codeKey = await context.keys.pseudonym(`redirect-code:${query.get('code') ?? others}`)
    if (!(await guard(() => context.store.claim(`redirect-code:${codeKey}`, 86_400)))) {
      await discardLogin(context, exchange, signedIn)
      throw problem('redirect_state_invalid')
    }
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
const markSeconds = findMarkTtl(lifetimeMs / 1000)
