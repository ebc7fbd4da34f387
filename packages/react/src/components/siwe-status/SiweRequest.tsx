'use client'

import { formatMessage } from '../../locales/formatMessage.ts'
import { useWords } from '../../locales/useWords.ts'
import type { useSiweLogin } from '../../siwe/useSiweLogin.ts'

/** Shows the text that the wallet is asked to sign, with notes about it. */
export function SiweRequest({ login }: { login: useSiweLogin.ReturnType }) {
  const words = useWords()
  return (
    <>
      {login.otherDomain !== undefined && (
        <div className="kit-alert" data-tone="warning">
          <div className="kit-alert-body">
            <p>
              {formatMessage(words.siwe.otherDomain, { domain: login.otherDomain }, words.locale)}
            </p>
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
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable text must be reachable by keyboard. */}
          <pre className="kit-message-preview" dir="ltr" tabIndex={0}>
            {login.message}
          </pre>
        </details>
      )}
    </>
  )
}

/** Whether a text is one long word, such as a token, which nobody can read. */
function isUnreadable(message: string | undefined): boolean {
  return message !== undefined && !/\s/.test(message)
}
