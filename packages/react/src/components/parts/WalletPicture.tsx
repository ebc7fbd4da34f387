'use client'

import { type ReactNode, useState } from 'react'

/** A wallet's icon. If there is none, or it cannot be loaded: its logo, or the first letter of its name. */
export function WalletPicture({ icon, name, logo }: WalletPictureProps): ReactNode {
  const [isBroken, setIsBroken] = useState(false)
  if (icon !== undefined && !isBroken)
    return (
      <img
        className="kit-wallet-icon"
        src={icon}
        alt=""
        width="32"
        height="32"
        referrerPolicy="no-referrer"
        onError={() => setIsBroken(true)}
      />
    )
  return (
    logo ?? (
      <span className="kit-wallet-icon" data-letter aria-hidden="true">
        {[...name][0]}
      </span>
    )
  )
}

interface WalletPictureProps {
  icon: string | undefined
  name: string
  logo?: ReactNode
}
