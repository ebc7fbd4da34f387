import { lazy, Suspense } from 'react'

// A production build drops this import, and with it the wallet's code.
const DemoWallet = import.meta.env.DEV ? lazy(() => import('../demo-wallet/DemoWallet.tsx')) : null

/** What only a newcomer on this machine needs: the Demo Wallet. Nothing in production. */
export function DevelopmentTools() {
  return (
    DemoWallet && (
      <Suspense>
        <DemoWallet />
      </Suspense>
    )
  )
}
