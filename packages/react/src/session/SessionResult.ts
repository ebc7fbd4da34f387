import type { Method, Session, SessionAnswer } from '@kit/core'
import { type AuthError, toAuthError } from '@kit/core/internal/errors/AuthError'

/** The result of `useSession`, in TanStack Query's terms. */
export type SessionResult = {
  /** The methods that the backend offers; empty while they are not known. */
  methods: readonly Method[]
  refetch: () => Promise<void>
} & (
  | (Pending & { status: 'pending'; session: undefined; error: undefined })
  | (Success & { status: 'signed-in'; session: Session; error: undefined })
  | (Success & { status: 'signed-out'; session: undefined; error: undefined })
  | (Failure & { status: 'error'; session: undefined; error: AuthError })
)

/**
 * Describes the backend's answer.
 *
 * @param cause - why the last request failed, if `isError`.
 */
export function toSessionResult({
  answer,
  isError,
  cause,
  refetch,
}: toSessionResult.Parameters): SessionResult {
  const common = { methods: answer?.methods ?? none, refetch, session: undefined, error: undefined }
  if (answer?.session)
    return { ...common, ...success, status: 'signed-in', session: answer.session }
  if (answer) return { ...common, ...success, status: 'signed-out' }
  if (!isError) return { ...common, ...pending, status: 'pending' }
  const error = toAuthError(cause)
  return { ...common, ...failure, status: 'error', error }
}

export declare namespace toSessionResult {
  type Parameters = {
    answer: SessionAnswer | undefined
    isError: boolean
    cause: unknown
    refetch: () => Promise<void>
  }
}

type Pending = typeof pending
type Success = typeof success
type Failure = typeof failure

const pending = { isPending: true, isSuccess: false, isError: false } as const
const success = { isPending: false, isSuccess: true, isError: false } as const
const failure = { isPending: false, isSuccess: false, isError: true } as const
const none: readonly Method[] = []
