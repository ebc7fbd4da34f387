'use client'

import type { AuthError } from '@kit/core'
import { type ComponentPropsWithoutRef, forwardRef, type MouseEvent } from 'react'
import { useRetryWait } from '../../login/useRetryWait.ts'

/**
 * A button for an action that takes time and may fail. While the action runs, and after a failure for as long
 * as the backend says, pressing the button does nothing and does not submit its form. It keeps the focus during
 * that time.
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
  /** Why the action failed. The button is inactive until the action may be repeated. */
  error?: AuthError | undefined
}
