import { SignedOut } from '@kit/react'
import { upstream } from '../lib/auth.ts'
import { readEnv } from '../lib/env.ts'

/** What a newcomer wants to know, while the sandbox stands in for the upstream. Gone after the sign-in. */
export function Hints() {
  const inbox = `${readEnv().sandboxUrl}/inbox`
  return (
    <SignedOut>
      <aside className="hints">
        {upstream.siwe && (
          <p>
            No wallet here? The <b>Demo Wallet</b> asks in this page.
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
