import { SignIn } from '@kit/react'

export default function Page() {
  return <SignIn />
}
