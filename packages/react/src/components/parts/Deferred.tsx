'use client'

import { AuthError } from '@kit/core/internal/errors/AuthError'
import { type ComponentType, type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { createStore, type Store } from '../../login/createStore.ts'
import { RetryAlert } from '../problem-alert/RetryAlert.tsx'

/** A component that is loaded when it is needed. */
export interface Deferrable<props> {
  store: Store<DeferredState<props>>
  /**
   * Loads the component in advance, for example when the user starts the previous step. Never rejects; the
   * state contains a failure.
   */
  prefetch: () => void
}

export interface DeferredState<props> {
  readonly Part: ComponentType<props> | undefined
  readonly error: AuthError | undefined
}

/**
 * Defers loading a component until it is needed.
 *
 * @example
 * const codeStep = defer(async () => (await import('./CodeStep.tsx')).CodeStep)
 */
export function defer<props>(load: () => Promise<ComponentType<props>>): Deferrable<props> {
  const store = createStore<DeferredState<props>>({ Part: undefined, error: undefined })
  return {
    store,
    prefetch() {
      if (store.getState().Part !== undefined) return
      load().then(
        (Part) => store.setState({ Part, error: undefined }),
        (cause: unknown) =>
          store.setState({
            Part: undefined,
            error: new AuthError('network_error', { cause }),
          }),
      )
    },
  }
}

/** Loads a component if `isWanted`, and returns it or the error. `prefetch` tries again. */
export function useDeferred<props>(
  { store, prefetch }: Deferrable<props>,
  isWanted: boolean,
): DeferredState<props> {
  // The server does not render deferred components.
  const state = useSyncExternalStore(store.subscribe, store.getState, store.getStart)
  useEffect(() => {
    if (isWanted) prefetch()
  }, [isWanted, prefetch])
  return state
}

/**
 * Loads a component when this is rendered, and renders the fallback until then. If loading fails, the fallback
 * stays, with a button to try again.
 *
 * @example
 * <Deferred part={siweRequest} props={{ login }} />
 */
export function Deferred<props extends object>(parameters: DeferredProps<props>): ReactNode {
  const { part, props, fallback } = parameters
  const { Part, error } = useDeferred(part, true)
  if (Part !== undefined) return <Part {...props} />
  return (
    <>
      {fallback}
      <RetryAlert error={error} onRetry={part.prefetch} />
    </>
  )
}

interface DeferredProps<props> {
  part: Deferrable<props>
  props: props
  fallback?: ReactNode
}
