import { SignedOut } from '@kit/react'
import { upstream } from '../lib/auth.ts'
import { readEnv } from '../lib/env.ts'

/** Shows how to sign in while the sandbox stands in for the upstream. Disappears after the sign-in. */
export function Hints() {
  const inbox = `${readEnv().sandboxUrl}/inbox`
  return (
    <SignedOut>
      <aside className="hints">
        {upstream.siwe && (
          <p>
            No wallet extension? Use the <b>Demo Wallet</b>. It asks on this page.
          </p>
        )}
        {upstream.otp && (
          <p>
            For a code, type <code>ada@example.com</code> and open <a href={inbox}>the inbox</a>.
          </p>
        )}
      </aside>
    </SignedOut>
  )
}
