import * as v from 'valibot'

/** Numbers come as texts. */
const Time = v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.finite())

/** What the verification said; its reason stands in one of two members. */
const VerificationResponse = v.object({
  success: v.boolean(),
  message: v.optional(v.string()),
  errorMessage: v.optional(v.string()),
})

/** Answer of `POST /api/v0/siwbb/token`. The canonical address was called `cosmosAddress` before. */
export const TokenAnswer = v.object({
  address: v.string(),
  chain: v.optional(v.string()),
  bitbadgesAddress: v.optional(v.string()),
  cosmosAddress: v.optional(v.string()),
  verificationResponse: VerificationResponse,
  access_token: v.optional(v.string()),
  access_token_expires_at: v.optional(Time),
  refresh_token: v.optional(v.string()),
  refresh_token_expires_at: v.optional(Time),
})

/** Answer of `POST /api/v0/siwbbRequest/fetch`, the dialect of before. */
export const FetchAnswer = v.object({
  blockin: v.object({
    address: v.string(),
    chain: v.optional(v.string()),
    cosmosAddress: v.pipe(v.string(), v.minLength(1)),
    message: v.string(),
    signature: v.optional(v.string()),
    params: v.record(v.string(), v.unknown()),
    verificationResponse: VerificationResponse,
    secretsPresentations: v.optional(v.array(v.unknown())),
  }),
})

/** Answer of the listing of requests that were made beforehand. The seed's other spelling never existed. */
export const RequestsAnswer = v.object({
  siwbbRequests: v.array(v.record(v.string(), v.unknown())),
  pagination: v.object({ bookmark: v.optional(v.string()), hasMore: v.optional(v.boolean()) }),
})
