import { readEnv } from '../lib/env.ts'

/** What a newcomer wants to know, while the sandbox stands in for the upstream. */
export function Hints() {
  const inbox = `${readEnv().sandboxUrl}/inbox`
  return (
    <aside className="hints">
      <p>
        No wallet here? The <b>Demo Wallet</b> asks in this page.
      </p>
      <p>
        For a code, type <code>ada@example.com</code> and open <a href={inbox}>the inbox</a>.
      </p>
    </aside>
  )
}
