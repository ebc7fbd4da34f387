import { lazy, Suspense } from 'react'

// A production build drops this import, and with it the wallet's code.
const DemoWallet = import.meta.env.DEV ? lazy(() => import('../demo-wallet/DemoWallet.tsx')) : null

/** Renders the Demo Wallet in development, and nothing in production. */
export function DevelopmentTools() {
  return (
    DemoWallet && (
      <Suspense>
        <DemoWallet />
      </Suspense>
    )
  )
}
