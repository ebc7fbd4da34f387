'use client'

import type { AuthError } from '@kit/core'
import { CodedError } from '@kit/core/coded-error'
import { type ComponentType, type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { RetryAlert } from '../components/problem-alert/RetryAlert.tsx'
import { createStore, type Store } from './createStore.ts'

/** A part that is no piece of a page's first load. */
export interface Deferrable<props> {
  store: Store<DeferredState<props>>
  /** Loads it: ahead, when the user begins with what leads there. Never fails; the state tells. */
  prefetch: () => void
}

export interface DeferredState<props> {
  readonly Part: ComponentType<props> | undefined
  readonly error: AuthError | undefined
}

/**
 * Keeps a part out of the first load of a page.
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
            error: new CodedError('network_error', 'retry', { cause }),
          }),
      )
    },
  }
}

/** A part, loaded from when it is wanted; where that fails, what to tell. `prefetch` tries again. */
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
 * Renders a part that is loaded when it is rendered, and until then its fallback. Where it cannot be
 * loaded the fallback stays as it is, above a way to try again.
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
