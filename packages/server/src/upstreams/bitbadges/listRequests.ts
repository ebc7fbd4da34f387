import { Secret } from '../../keys/Secret.ts'
import { isSuccess, readJson } from '../readAnswer.ts'
import type { BitBadgesApi } from './createApi.ts'
import { classifyExchangeFailure } from './errors.ts'
import { RequestsAnswer } from './wire.ts'

/** A request that a user approved in advance, in BitBadges' format. It has not been verified. */
export type ListedRequest = Readonly<Record<string, unknown>> & {
  /** The code for `exchange`. Absent if BitBadges does not return it. */
  readonly code?: string
}

export interface ListedRequests {
  readonly requests: readonly ListedRequest[]
  /** The bookmark of the next page; `undefined` on the last page. */
  readonly bookmark: string | undefined
}

export async function listRequests(
  api: BitBadgesApi,
  isOauth: boolean,
  { ownerCookie, bookmark }: { ownerCookie: string | Secret; bookmark?: string | undefined },
): Promise<ListedRequests> {
  const headers = { cookie: Secret.from(ownerCookie).reveal() }
  const query = new URLSearchParams({
    clientId: api.clientId,
    ...(bookmark === undefined ? {} : { bookmark }),
  })
  const answer = isOauth
    ? await api.fetch(`/api/v0/developerApps/siwbbRequests?${query}`, { method: 'GET', headers })
    : await api.fetch('/api/v0/developerApp/siwbbRequests', {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(Object.fromEntries(query)),
      })
  if (!isSuccess(answer)) throw classifyExchangeFailure(answer)
  const { siwbbRequests, pagination } = readJson(answer, RequestsAnswer)
  // An empty page or a repeated bookmark also means that this is the last page. Following it would never end.
  const isLast =
    pagination.hasMore === false ||
    siwbbRequests.length === 0 ||
    ['', bookmark].includes(pagination.bookmark)
  return {
    requests: siwbbRequests.map((request) => ({ ...request, ...readCode(request) })),
    bookmark: isLast ? undefined : pagination.bookmark,
  }
}

/** Returns the code, which the documentation calls `_docId`. */
function readCode({ _docId, code }: Record<string, unknown>): { code?: string } {
  const found = typeof code === 'string' ? code : _docId
  return typeof found === 'string' ? { code: found } : {}
}
