import { useSession } from '@kit/react'
import { RegistrationForm } from '../lib/RegistrationForm.tsx'

/** The step after a new wallet's first sign-in. */
export function Registration() {
  const { session, refetch } = useSession()
  if (session?.status !== 'registration-required') return null
  return (
    <div className="kit-card">
      <RegistrationForm {...registration} onCreated={() => void refetch()} />
    </div>
  )
}

/** The paths of the API's `v2`. `lib/upstreams/gnosis-pay.ts` has those of `v1`. */
const registration = { codePath: '/email-verification', path: '/user', emailName: 'email' }
