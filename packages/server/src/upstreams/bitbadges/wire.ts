import * as v from 'valibot'

/** A time in ms, which BitBadges sends as a string or a number. */
const Time = v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.finite())

const Id = v.pipe(v.string(), v.minLength(1))

/** The result of the verification. The reason may be in either of two members, or missing. */
const VerificationResponse = v.object({
  success: v.boolean(),
  message: v.optional(v.string()),
  errorMessage: v.optional(v.string()),
})

/**
 * Answer of `POST /api/v0/siwbb/token`. Earlier versions call the canonical address `cosmosAddress`. The answer
 * to a renewal contains no verification.
 */
export const TokenAnswer = v.object({
  address: v.string(),
  chain: v.optional(v.string()),
  bitbadgesAddress: v.optional(Id),
  cosmosAddress: v.optional(Id),
  verificationResponse: v.optional(VerificationResponse),
  access_token: v.optional(v.string()),
  access_token_expires_at: v.optional(Time),
  refresh_token: v.optional(v.string()),
  refresh_token_expires_at: v.optional(Time),
})

const OtherSignIn = v.optional(
  v.object({
    id: v.string(),
    username: v.string(),
    discriminator: v.optional(v.string()),
  }),
)

const Members = v.optional(v.record(v.string(), v.unknown()))

/** A proof that a user attached. Every member is optional. */
const SecretsPresentation = v.object({
  createdBy: v.optional(v.string()),
  scheme: v.optional(v.string()),
  secretMessages: v.optional(v.array(v.string())),
  name: v.optional(v.string()),
  description: v.optional(v.string()),
  image: v.optional(v.string()),
  updateHistory: v.optional(v.array(v.unknown())),
  anchors: v.optional(v.array(v.unknown())),
  proofOfIssuance: Members,
  dataIntegrityProof: Members,
})

/** Answer of `POST /api/v0/siwbbRequest/fetch`, the earlier dialect. */
export const FetchAnswer = v.object({
  blockin: v.object({
    address: v.string(),
    chain: v.optional(v.string()),
    cosmosAddress: Id,
    message: v.string(),
    signature: v.optional(v.string()),
    publicKey: v.optional(v.string()),
    verificationResponse: VerificationResponse,
    secretsPresentations: v.optional(v.array(SecretsPresentation)),
    otherSignIns: v.optional(
      v.object({
        discord: OtherSignIn,
        github: OtherSignIn,
        google: OtherSignIn,
        twitter: OtherSignIn,
      }),
    ),
  }),
})

/** Answer of `POST /api/v0/siwbbRequest/verify`, with 200 and 401. */
export const VerifyAnswer = v.object({
  success: v.boolean(),
  errorMessage: v.optional(v.string()),
})

/** Answer of the list of requests that users approved in advance. */
export const RequestsAnswer = v.object({
  siwbbRequests: v.array(v.record(v.string(), v.unknown())),
  pagination: v.object({ bookmark: v.optional(v.string()), hasMore: v.optional(v.boolean()) }),
})

/** Answer of `POST /api/v0/auth/status`, which is 200 whether the token is valid or not. */
export const StatusAnswer = v.object({ signedIn: v.boolean() })

/** Answer of `GET /api/v0/claims/success/{claimId}/{address}`. */
export const ClaimAnswer = v.object({ successCount: v.union([v.number(), v.string()]) })

/** A whole number. It is usually sent as a string, because it may be larger than a JSON number can express. */
const Whole = v.union([
  v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  v.pipe(v.string(), v.regex(/^\d{1,78}$/)),
])

const Range = v.object({ start: Whole, end: Whole })

const Balances = v.object({
  balances: v.array(
    v.object({
      amount: Whole,
      badgeIds: v.array(Range),
      ownershipTimes: v.array(Range),
    }),
  ),
})

/** Answer of `POST /api/v0/collection/{id}/balance/{address}`, in its two forms. */
export const BalanceAnswer = v.union([Balances, v.object({ balance: Balances })])
