'use client'

import { ProblemAlert, useSession, useSignOut } from '@kit/react'
import { buttonVariants } from './ui/button.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from './ui/dropdown-menu.tsx'

/** A button with the signed-in user that opens a menu to sign out. Renders nothing without a session. */
export function UserButton() {
  const { session } = useSession()
  const { signOut, isPending, error } = useSignOut()
  if (session === undefined) return null
  const { address, email } = session
  const name =
    address === undefined ? (email ?? 'Account') : `${address.slice(0, 6)}…${address.slice(-4)}`
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger className={buttonVariants({ variant: 'outline' })}>
          {name}
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem disabled={isPending} onClick={() => signOut()}>
            Sign out
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ProblemAlert error={error} className="text-sm text-destructive" />
    </>
  )
}
