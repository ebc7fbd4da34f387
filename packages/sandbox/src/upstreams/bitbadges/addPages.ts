import type { Context, Hono } from 'hono'
import { toObject } from '../../readJsonBody.ts'
import { accounts } from './accounts.ts'
import type { Params } from './blockin.ts'
import { createApprovalPage, createCodePage, createRefusalPage } from './createApprovalPage.ts'
import type { Codes, PageRequest } from './createCodes.ts'
import type { Knobs } from './knobs.ts'

/**
 * Adds the approval page at the address of each dialect. It sends the browser back with a code, or shows the
 * code when there is no address to return to.
 */
export function addPages(routes: Hono, codes: Codes, readKnobs: () => Knobs): void {
  for (const [path, dialect] of pages) {
    routes.get(path, (context) => {
      const request = readRequest(context, dialect)
      const refusal = findRefusal(request, readKnobs())
      if (refusal !== undefined) return context.html(createRefusalPage(refusal), 400)
      return context.html(createApprovalPage(request.clientId, accounts))
    })

    routes.post(path, async (context) => {
      const request = readRequest(context, dialect)
      const form = await context.req.formData()
      const account = accounts.find(({ address }) => address === form.get('address'))
      const isApproved = form.get('answer') === 'approve'
      const refusal =
        findRefusal(request, readKnobs()) ??
        (isApproved ? findWrongAccount(request, account?.address) : undefined)
      if (refusal !== undefined) return context.html(createRefusalPage(refusal), 400)

      const code = isApproved && account ? codes.issue(request, account.address) : undefined
      if (request.redirectUri === undefined) return context.html(createCodePage(code))
      const back = new URL(request.redirectUri)
      if (request.state !== undefined) back.searchParams.set('state', request.state)
      if (code !== undefined) back.searchParams.set('code', code)
      else back.searchParams.set('error', 'access_denied')
      return context.redirect(back.toString())
    })
  }
}

const pages = [
  ['/siwbb/authorize', 'oauth'],
  ['/auth/codegen', 'legacy'],
] as const

/** Why the user cannot be sent back; `undefined` if they can. */
function findRefusal(request: PageRequest, knobs: Knobs): string | undefined {
  const { clientId, redirectUri, dialect, challengeParams, selectsAddress } = request
  if (clientId === '' || (knobs.clientId !== '' && clientId !== knobs.clientId))
    return 'No app has this client ID.'
  if (redirectUri !== undefined && !URL.canParse(redirectUri))
    return 'The redirect URI is not a URL.'
  const isListed = redirectUri === undefined || knobs.redirectUris.includes(redirectUri)
  if (knobs.redirectUris.length > 0 && !isListed) return 'The redirect URI is not registered.'
  if (dialect === 'oauth') return undefined
  // The real page builds its message from these and stops when one is missing.
  const missing = ['domain', 'statement', 'uri', 'nonce'].find((name) => !challengeParams[name])
  if (missing !== undefined) return `The message has no ${missing}.`
  if (!selectsAddress && !challengeParams['address']) return 'No address specified.'
  return undefined
}

function findWrongAccount(
  { dialect, selectsAddress, challengeParams }: PageRequest,
  address: string | undefined,
): string | undefined {
  if (address === undefined) return 'Nobody has this address.'
  const isFixed = dialect === 'legacy' && !selectsAddress
  const isOther = isFixed && challengeParams['address'] !== address
  return isOther ? 'You must sign in with another address.' : undefined
}

/** Reads the page's parameters under the names that each dialect uses. */
function readRequest(context: Context, dialect: 'oauth' | 'legacy'): PageRequest {
  const query = context.req.query()
  const [clientId = '', redirectUri] =
    dialect === 'oauth'
      ? [query['client_id'], query['redirect_uri']]
      : [query['clientId'], query['redirectUri']]
  const otherSignIns = readJson(query['otherSignIns'])
  return {
    dialect,
    clientId,
    redirectUri,
    state: query['state'],
    challengeParams: toObject(readJson(query['challengeParams'])) satisfies Params,
    selectsAddress: query['allowAddressSelect'] === 'true',
    allowsReuse: query['allowReuseOfBitBadgesSignIn'] === 'true',
    otherSignIns: Array.isArray(otherSignIns) ? otherSignIns.map(String) : [],
    expectsSecrets:
      query['expectSecretsPresentations'] === 'true' ||
      query['expectAttestationsPresentations'] === 'true',
    codeChallenge: query['code_challenge'],
  }
}

function readJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    // Anything that is not JSON counts as absent.
    return undefined
  }
}
