'use client'

import { useId, useState, useSyncExternalStore } from 'react'
import { useConfig } from 'wagmi'
import { useAuth } from '../../session/AuthContext.ts'
import { getSiweLogin } from '../../siwe/createSiweLogin.ts'
import { MessagePanel } from './MessagePanel.tsx'
import { SessionPanel } from './SessionPanel.tsx'
import { useTrace } from './useTrace.ts'

/** The panel: a button at the edge of the page that opens the devtools. */
export function Devtools() {
  const { client } = useAuth()
  const config = useConfig()
  const { store } = getSiweLogin(client, config)
  const login = useSyncExternalStore(store.subscribe, store.getState, store.getState)
  const { entries, clear } = useTrace()
  const [isOpen, setIsOpen] = useState(false)
  const id = useId()
  return (
    <aside className="kit-devtools" aria-label="Sign-in devtools">
      <button
        type="button"
        className="kit-devtools-toggle"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        Sign-in <b>{login.status}</b>
      </button>
      <div id={id} hidden={!isOpen} className="kit-devtools-panel">
        <SessionPanel />
        <MessagePanel login={login} />
        <section aria-labelledby={`${id}-log`}>
          <header>
            <h3 id={`${id}-log`}>Events and requests</h3>
            <button type="button" onClick={clear}>
              Clear
            </button>
          </header>
          {entries.length === 0 && <p>Nothing yet.</p>}
          <ol>
            {entries.map(({ id: key, atMs, title, detail, kind }) => (
              <li key={key} data-kind={kind}>
                <time>{(atMs / 1000).toFixed(2)} s</time>
                <code>{title}</code>
                <span>{detail}</span>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </aside>
  )
}
