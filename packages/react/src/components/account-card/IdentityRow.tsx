'use client'

import type { AuthError, Identity } from '@kit/core'
import { useId } from 'react'
import { useWords } from '../../locales/useWords.ts'
import { ActionButton } from '../parts/ActionButton.tsx'
import { Icon } from '../parts/icons.tsx'
import { shortenAddress } from '../parts/shortenAddress.ts'

/** One email address or wallet, and a button to remove it. */
export function IdentityRow(props: IdentityRowProps) {
  const { identity, isRemoving, isDisabled, error, onRemove } = props
  const words = useWords()
  const id = useId()
  return (
    <li className="kit-session-item">
      <span className="kit-avatar">
        <Icon name={identity.kind === 'email' ? 'mail' : 'wallet'} />
      </span>
      <div className="kit-session-content">
        <div className="kit-session-details">
          <bdi className="kit-session-name" dir="ltr" id={`${id}name`} title={identity.address}>
            {nameIdentity(identity)}
          </bdi>
        </div>
        {onRemove !== undefined && (
          <ActionButton
            variant="secondary"
            id={id}
            aria-labelledby={`${id} ${id}name`}
            isBusy={isRemoving}
            isDisabled={isDisabled}
            error={error}
            onClick={onRemove}
          >
            {isRemoving ? words.identities.removing : words.identities.remove}
          </ActionButton>
        )}
      </div>
    </li>
  )
}

interface IdentityRowProps {
  identity: Identity
  isRemoving: boolean
  /** Whether an identity is being removed. */
  isDisabled: boolean
  /** The error of the last attempt to remove this identity. */
  error: AuthError | undefined
  /** Removes the identity. `undefined` if it is the only one, which has to stay. */
  onRemove: (() => void) | undefined
}

/** Returns an identity's name: its email address or its shortened wallet address. */
export function nameIdentity({ id, email, address }: Identity): string {
  return email ?? (address === undefined ? id : shortenAddress(address))
}
