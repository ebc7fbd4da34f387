'use client'

import { useRouter } from 'next/navigation'
import { RegistrationForm } from '../../lib/RegistrationForm.tsx'

/** Creates the account of a new wallet, and shows the page again. */
export function Registration(props: Omit<RegistrationForm.Props, 'onCreated'>) {
  const router = useRouter()
  return <RegistrationForm {...props} onCreated={() => router.refresh()} />
}
