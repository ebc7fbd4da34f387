import { AuthProvider, SignedIn, SignedOut, SignIn, UserButton } from '@kit/react'
import { createFakeWallet } from '@kit/testing/browser'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@kit/react/styles.css'

/*
 * A page for every engine. Its wallet is in the page, because drivers other than Playwright cannot run a script
 * before the page's scripts.
 */

Object.assign(window, { wallet: createFakeWallet() })

createRoot(document.getElementById('root') ?? document.body).render(
  <StrictMode>
    <AuthProvider>
      {/* Safari focuses an ancestor with `tabindex` when a button is pressed. */}
      <div tabIndex={-1}>
        <SignedIn>
          <UserButton />
        </SignedIn>
        <SignedOut>
          <SignIn />
        </SignedOut>
      </div>
    </AuthProvider>
  </StrictMode>,
)
