'use client'

import { AuthError } from '@kit/core/internal/errors/AuthError'
import { type ComponentType, type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { createStore, type Store } from '../../login/createStore.ts'
import { RetryAlert } from '../problem-alert/RetryAlert.tsx'

/** A component that is not part of a page's first load. */
export interface Deferrable<props> {
  store: Store<DeferredState<props>>
  /** Loads it in advance, when the user starts the step before. Never fails; the state reports failures. */
  prefetch: () => void
}

export interface DeferredState<props> {
  readonly Part: ComponentType<props> | undefined
  readonly error: AuthError | undefined
}

/**
 * Keeps a component out of a page's first load.
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

/** Loads a part when it is wanted, or reports why that failed. `prefetch` tries again. */
export function useDeferred<props>(
  { store, prefetch }: Deferrable<props>,
  isWanted: boolean,
): DeferredState<props> {
  // A server has rendered none.
  const state = useSyncExternalStore(store.subscribe, store.getState, store.getStart)
  useEffect(() => {
    if (isWanted) prefetch()
  }, [isWanted, prefetch])
  return state
}

/**
 * Loads a part when it is rendered, and renders its fallback until then. If it cannot be loaded, the fallback
 * stays, below a way to try again.
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
