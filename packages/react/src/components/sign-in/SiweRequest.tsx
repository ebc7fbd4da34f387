'use client'

import type { useSiweLogin } from '../../hooks/useSiweLogin.ts'
import { useWords } from '../../locales/useWords.ts'
import { fill } from '../../locales/Words.ts'

/** What the wallet is asked to sign, and what is worth knowing of it. */
export function SiweRequest({ login }: { login: useSiweLogin.ReturnType }) {
  const words = useWords()
  return (
    <>
      {login.otherDomain !== undefined && (
        <div className="kit-alert" data-tone="warning">
          <div className="kit-alert-body">
            <p>{fill(words.siwe.otherDomain, { domain: login.otherDomain })}</p>
          </div>
        </div>
      )}
      {isUnreadable(login.message) && (
        <div className="kit-alert" data-tone="info">
          <div className="kit-alert-body">
            <p>{words.siwe.unreadable}</p>
          </div>
        </div>
      )}
      {login.message !== undefined && (
        <details className="kit-details">
          <summary>{words.siwe.message}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable by keyboard. */}
          <pre className="kit-message-preview" dir="ltr" tabIndex={0}>
            {login.message}
          </pre>
        </details>
      )}
    </>
  )
}

/** A text of one long word, such as a token: nobody can tell what it says. */
function isUnreadable(message: string | undefined): boolean {
  return message !== undefined && !/\s/.test(message)
}
