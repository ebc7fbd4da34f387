import { lintSiweMessage } from '@kit/core/internal/siwe/lintSiweMessage'
import { useId } from 'react'
import { useAccount } from 'wagmi'
import { useAuth } from '../../session/AuthContext.ts'
import type { SiweLogin } from '../../siwe/SiweLogin.ts'
import { explainMessage } from './explainMessage.ts'

/** The latest message for a wallet to sign, with an explanation of each line and a list of its problems. */
export function MessagePanel({ login }: { login: SiweLogin.State }) {
  const { client } = useAuth()
  const { address, chainId } = useAccount()
  const id = useId()
  const { message, challenge } = login
  const lines = message === undefined ? undefined : explainMessage(message)
  const warnings =
    message === undefined || lines === undefined
      ? []
      : lintSiweMessage(message, {
          origin: location.origin,
          address: address ?? null,
          chainId: chainId ?? null,
          now: client.now(),
          maxLifetimeMs: null,
        })
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>Message</h3>
      {message === undefined && <p>No message yet.</p>}
      {challenge !== undefined && <p>The challenge expires at {challenge.expiresAt}.</p>}
      {message !== undefined && lines === undefined && (
        <p>A text by the upstream, not an EIP-4361 message: {message.length} characters.</p>
      )}
      {lines !== undefined && (
        <dl>
          {lines.map(({ text, field, why }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is identified by its position.
            <div key={index}>
              <dt>{field}</dt>
              <dd>
                <code>{text}</code>
                <small>{why}</small>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {lines !== undefined && warnings.length === 0 && (
        <p>Wallets and upstreams will accept this message.</p>
      )}
      <ul>
        {warnings.map(({ rule, raisedBy, says, fix }) => (
          <li key={rule} data-kind="warning">
            <code>{rule}</code> ({raisedBy}) {says} {fix}
          </li>
        ))}
      </ul>
    </section>
  )
}
