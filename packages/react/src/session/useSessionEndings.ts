import { AuthError } from '@kit/core/internal/errors/AuthError'
import { useMutationState } from '@tanstack/react-query'
import { useMemo } from 'react'

/**
 * Returns the result of the last call for each session, by the session's id. A mutation hook has only the
 * result of its latest call.
 */
export function useSessionEndings(mutationKey: readonly unknown[]): ReadonlyMap<string, Ending> {
  const calls = useMutationState({
    filters: { mutationKey },
    select: ({ state: { status, error, variables } }) => ({ status, error, id: variables }),
  })
  return useMemo(
    () =>
      new Map(
        calls.flatMap(({ id, status, error }): [string, Ending][] =>
          typeof id === 'string'
            ? [[id, { isPending: status === 'pending', error: readError(error) }]]
            : [],
        ),
      ),
    [calls],
  )
}

interface Ending {
  isPending: boolean
  error: AuthError | undefined
}

function readError(error: unknown): AuthError | undefined {
  return AuthError.is(error) ? error : undefined
}
