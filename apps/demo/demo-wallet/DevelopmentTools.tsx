'use client'

import dynamic from 'next/dynamic'

// A production build drops this branch, and with it the wallet's code.
const DemoWallet =
  process.env.NODE_ENV === 'production'
    ? () => null
    : dynamic(() => import('./DemoWallet.tsx'), { ssr: false })

/** Renders the Demo Wallet in development, and nothing in production. */
export function DevelopmentTools() {
  return <DemoWallet />
}
