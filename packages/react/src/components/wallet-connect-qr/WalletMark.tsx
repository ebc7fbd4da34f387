import type { ReactNode } from 'react'
import type { Peer } from '../../siwe/walletconnect/findPeer.ts'
import { WalletPicture } from '../parts/WalletPicture.tsx'

/** A wallet's icon: the given one, the logo of a known wallet, or the first letter of its name. */
export function WalletMark({ name, icon }: { name: string; icon?: string | undefined }) {
  const mark = findMark(name)
  const logo = mark && (
    <svg className="kit-wallet-icon" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
      <rect width="32" height="32" fill={mark.ground} />
      {mark.shapes}
    </svg>
  )
  return <WalletPicture icon={icon} name={name} logo={logo} />
}

/**
 * The icon of a wallet that has scanned the code. For a known wallet, this is the included logo, because the icon
 * that the wallet gives would have to be loaded from the server of its maker.
 */
export function PeerMark({ name, icon }: Peer) {
  return (
    <WalletMark key={icon} name={name} icon={findMark(name) === undefined ? icon : undefined} />
  )
}

/**
 * Finds the logo of a wallet by its name. Other libraries and the wallet itself may use a slightly different name,
 * such as "MetaMask Wallet", "🌈 Rainbow", "Safe{Wallet}" or "Trust".
 */
function findMark(name: string): Mark | undefined {
  const letters = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\d]/gu, '')
      .replace(/wallet$/, '')
  return Object.entries(marks).find(([known]) => letters(known) === letters(name))?.[1]
}

interface Mark {
  ground: string
  shapes: ReactNode
}

/** Logos, simplified for a size of 32 px. */
const marks: Record<string, Mark> = {
  MetaMask: {
    ground: '#fff4e6',
    shapes: (
      <>
        <path d="m5 6 9 6h4l9-6 1.5 10-2.5 9-6-1.5-4 2.5h0l-4-2.5-6 1.5L3.5 16z" fill="#f6851b" />
        <path d="m5 6 9 6-1.5 5zM27 6l-9 6 1.5 5z" fill="#e2761b" />
        <path d="m12.5 23.5 3.5 2.5 3.5-2.5-1-2.5h-5z" fill="#c0ad9e" />
        <path d="m10 17.5 3.5 1.5-2.5.8zM22 17.5l-3.5 1.5 2.5.8z" fill="#233447" />
      </>
    ),
  },
  Rainbow: {
    ground: '#174299',
    shapes: (
      <g fill="none" strokeWidth="3.2">
        <path d="M6 8.6A17.4 17.4 0 0 1 23.4 26" stroke="#ff4000" />
        <path d="M6 12.8A13.2 13.2 0 0 1 19.2 26" stroke="#ffd000" />
        <path d="M6 17A9 9 0 0 1 15 26" stroke="#00aaff" />
        <circle cx="8" cy="24" r="2" fill="#8754c9" />
      </g>
    ),
  },
  'Trust Wallet': {
    ground: '#ffffff',
    shapes: (
      <>
        <path d="M16 6v20C10 23.5 7 19.5 7 9.3z" fill="#0500ff" />
        <path d="M16 6v20c6-2.5 9-6.5 9-16.7z" fill="#00b6ff" />
      </>
    ),
  },
  Zerion: {
    ground: '#2461ed',
    shapes: <path d="M8 9h16l-8.5 6H8zM24 23H8l8.5-6H24z" fill="#fff" />,
  },
  'Coinbase Wallet': {
    ground: '#0052ff',
    shapes: (
      <>
        <circle cx="16" cy="16" r="10" fill="#fff" />
        <rect x="12.8" y="12.8" width="6.4" height="6.4" rx="1.2" fill="#0052ff" />
      </>
    ),
  },
  'Base Account': {
    ground: '#ffffff',
    shapes: <rect x="7" y="7" width="18" height="18" rx="2" fill="#0000ff" />,
  },
  Safe: {
    ground: '#12ff80',
    shapes: (
      <path
        d="M18.5 16h5M9 12V9.8c0-.4.4-.8.8-.8h12.4c.4 0 .8.4.8.8V12M9 20v2.2c0 .4.4.8.8.8h12.4c.4 0 .8-.4.8-.8V20M8.5 16h5M13.5 13.5h5v5h-5z"
        fill="none"
        stroke="#121312"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    ),
  },
}
