'use client'

import type { AuthError } from '@kit/core'
import { useCallback, useEffect, useRef } from 'react'

/**
 * The callbacks of a call, as in TanStack Query's mutations: first those of the hook, then those of the call. A
 * cancelled call runs none.
 */
export interface Callbacks<result> {
  onSuccess?: ((result: result) => void) | undefined
  onError?: ((error: AuthError) => void) | undefined
  onSettled?: ((result: result | undefined, error: AuthError | undefined) => void) | undefined
}

/** The handlers of a login. Each runs once for each call. */
export interface Handlers<result> {
  onSuccess: (result: result) => void
  onError: (error: AuthError) => void
}

/** Combines the latest callbacks of the hook and those of the call into the handlers of the call. */
export function useHandlers<result>(
  ofHook: Callbacks<result>,
): (ofCall?: Callbacks<result>) => Handlers<result> {
  const latest = useRef(ofHook)
  useEffect(() => {
    latest.current = ofHook
  })
  return useCallback((ofCall = {}) => {
    const each = (call: (callbacks: Callbacks<result>) => void) => {
      call(latest.current)
      call(ofCall)
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
