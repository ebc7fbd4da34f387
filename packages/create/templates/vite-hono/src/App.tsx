import { AccountCard, ReauthenticateDialog, SignedOut, SignIn } from '@kit/react'
import { SignUp } from './SignUp.tsx'

export function App() {
  return (
    <>
      <SignIn />
      <SignedOut>
        <SignUp />
      </SignedOut>
      <AccountCard />
      <ReauthenticateDialog />
    </>
  )
}
