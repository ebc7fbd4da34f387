import { AccountCard, ReauthenticateDialog, SignedOut, SignIn } from '@kit/react'
import { Registration } from './Registration.tsx'
import { SignUp } from './SignUp.tsx'

export function App() {
  return (
    <>
      <SignIn />
      <Registration />
      <SignedOut>
        <SignUp />
      </SignedOut>
      <AccountCard />
      <ReauthenticateDialog />
    </>
  )
}
