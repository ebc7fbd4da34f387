'use client'

import type { AuthError } from '@kit/core'
import { useCallback, useEffect, useRef } from 'react'

/**
 * Who is told how a call went, as by TanStack Query's mutations: those of the hook first, then those
 * that were given with the call. What was cancelled is told to nobody.
 */
export interface Callbacks<result> {
  onSuccess?: ((result: result) => void) | undefined
  onError?: ((error: AuthError) => void) | undefined
  onSettled?: ((result: result | undefined, error: AuthError | undefined) => void) | undefined
}

/** What a login tells, once for each call. */
export interface Handlers<result> {
  onSuccess: (result: result) => void
  onError: (error: AuthError) => void
}

/** Makes the handlers of a call out of the hook's latest callbacks and the call's own. */
export function useHandlers<result>(
  ofHook: Callbacks<result>,
): (ofCall?: Callbacks<result>) => Handlers<result> {
  const latest = useRef(ofHook)
  useEffect(() => {
    latest.current = ofHook
  })
  return useCallback((ofCall = {}) => {
    const each = (tell: (callbacks: Callbacks<result>) => void) => {
      tell(latest.current)
      tell(ofCall)
    }
    return {
      onSuccess: (result) =>
        each(({ onSuccess, onSettled }) => {
          onSuccess?.(result)
          onSettled?.(result, undefined)
        }),
      onError: (error) =>
        each(({ onError, onSettled }) => {
          onError?.(error)
          onSettled?.(undefined, error)
        }),
    }
  }, [])
}
