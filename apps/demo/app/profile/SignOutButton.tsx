'use client'

import { useSignOut } from '@kit/react'
import { useRouter } from 'next/navigation'

export function SignOutButton() {
  const router = useRouter()
  const { signOut } = useSignOut({ onSuccess: () => router.replace('/') })
  return (
    <button className="kit-button" data-variant="secondary" type="button" onClick={() => signOut()}>
      Sign out
    </button>
  )
}
