import { useId } from 'react'
import { useAccount } from 'wagmi'
import { useSession } from '../../session/useSession.ts'

/** The session, and the state of the connected wallet. */
export function SessionPanel() {
  const { session, status, methods, error } = useSession()
  const { address, chainId, connector, status: wallet } = useAccount()
  const id = useId()
  const facts = {
    status,
    methods: methods.join(', '),
    ...session,
    error: error?.code,
    wallet: [wallet, connector?.name, address, chainId && `chain ${chainId}`]
      .filter(Boolean)
      .join(' · '),
  }
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>Session</h3>
      <dl>
        {Object.entries(facts).map(
          ([name, value]) =>
            value !== undefined &&
            value !== '' && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{String(value)}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  )
}
