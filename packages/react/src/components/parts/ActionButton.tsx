'use client'

import type { AuthError } from '@kit/core'
import { type ComponentPropsWithoutRef, forwardRef, type MouseEvent } from 'react'
import { useRetryWait } from '../../login/useRetryWait.ts'

/**
 * A button for an action that takes a moment and may fail. While the action runs, and after a failure for as
 * long as the backend says, pressing it does nothing, not even submit its form. It keeps the focus in the meantime.
 */
export const ActionButton = forwardRef<HTMLButtonElement, ActionButtonProps>(function ActionButton(
  { variant, isBusy = false, isDisabled = false, error, onClick, ...props },
  ref,
) {
  const isTooEarly = useRetryWait(error) > 0
  const isBlocked = isBusy || isDisabled || isTooEarly
  return (
    <button
      type="button"
      className="kit-button"
      {...props}
      ref={ref}
      data-variant={variant}
      data-loading={isBusy || undefined}
      aria-disabled={isBlocked || undefined}
      onClick={isBlocked ? preventDefault : onClick}
    />
  )
})

const preventDefault = (event: MouseEvent) => event.preventDefault()

interface ActionButtonProps
  extends Omit<ComponentPropsWithoutRef<'button'>, 'className' | 'disabled' | 'aria-disabled'> {
  variant: 'primary' | 'secondary' | 'quiet'
  /** Whether its action is running. */
  isBusy?: boolean | undefined
  /** Whether something else prevents the action. */
  isDisabled?: boolean | undefined
  /** Why the action failed. It waits until it may be tried again. */
  error?: AuthError | undefined
}
