import type { Context, Hono } from 'hono'
import { accounts } from './accounts.ts'
import type { Params } from './blockin.ts'
import { createApprovalPage, createRefusalPage } from './createApprovalPage.ts'
import type { Codes, PageRequest } from './createCodes.ts'
import type { Knobs } from './knobs.ts'
import { toObject } from './toObject.ts'

/** The page that approves, at the address of each dialect. It sends the browser back with a code. */
export function addPages(routes: Hono, codes: Codes, readKnobs: () => Knobs): void {
  for (const [path, dialect] of pages) {
    // A wallet signs in the older dialect: what has no key here cannot be chosen there.
    const offered = accounts.filter(({ sign }) => dialect === 'oauth' || sign !== undefined)

    routes.get(path, (context) => {
      const request = readRequest(context, dialect)
      const refusal = findRefusal(request, readKnobs())
      if (refusal !== undefined) return context.html(createRefusalPage(refusal), 400)
      return context.html(createApprovalPage(request.clientId, offered))
    })

    routes.post(path, async (context) => {
      const request = readRequest(context, dialect)
      const form = await context.req.formData()
      const account = offered.find(({ address }) => address === form.get('address'))
      const isApproved = form.get('answer') === 'approve'
      const refusal =
        findRefusal(request, readKnobs()) ??
        (isApproved && account === undefined ? 'Nobody has this address.' : undefined)
      if (refusal !== undefined) return context.html(createRefusalPage(refusal), 400)

      const back = new URL(request.redirectUri)
      if (request.state !== undefined) back.searchParams.set('state', request.state)
      if (isApproved && account !== undefined)
        back.searchParams.set('code', codes.issue(request, account.address))
      else back.searchParams.set('error', 'access_denied')
      return context.redirect(back.toString())
    })
  }
}

const pages = [
  ['/siwbb/authorize', 'oauth'],
  ['/auth/codegen', 'legacy'],
] as const

/** Why nobody may be sent back; `undefined` where they may. */
function findRefusal({ clientId, redirectUri }: PageRequest, knobs: Knobs): string | undefined {
  if (clientId === '' || (knobs.clientId !== '' && clientId !== knobs.clientId))
    return 'No app has this client ID.'
  if (!URL.canParse(redirectUri)) return 'The redirect URI is missing.'
  if (knobs.redirectUris.length > 0 && !knobs.redirectUris.includes(redirectUri))
    return 'The redirect URI is not registered.'
  return undefined
}

/** The page's parameters, as each dialect calls them. */
function readRequest(context: Context, dialect: 'oauth' | 'legacy'): PageRequest {
  const query = context.req.query()
  const [clientId = '', redirectUri = ''] =
    dialect === 'oauth'
      ? [query['client_id'], query['redirect_uri']]
      : [query['clientId'], query['redirectUri']]
  return {
    clientId,
    redirectUri,
    state: query['state'],
    challengeParams: readParams(query['challengeParams']),
    allowsReuse: query['allowReuseOfBitBadgesSignIn'] === 'true',
  }
}

function readParams(text: string | undefined): Params {
  try {
    return toObject(JSON.parse(text ?? '{}'))
  } catch {
    // What is no JSON says nothing.
    return {}
  }
}
