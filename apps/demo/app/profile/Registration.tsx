'use client'

import { useRouter } from 'next/navigation'
import { RegistrationForm } from '../../lib/RegistrationForm.tsx'

/** Creates the account of a new wallet, and reloads the data of the page. */
export function Registration(props: Omit<RegistrationForm.Props, 'onCreated'>) {
  const router = useRouter()
  return <RegistrationForm {...props} onCreated={() => router.refresh()} />
}
