import type { Method } from '@kit/core'
import type { FirstWords } from '../../locales/Words.ts'

/** Describes the offered sign-in methods in one sentence. */
export function describeMethods(methods: readonly Method[], { signIn }: FirstWords): string {
  const hasWallets = methods.includes('siwe')
  if (hasWallets && methods.includes('email-otp')) return signIn.description
  if (hasWallets) return signIn.descriptionWallet
  return methods.includes('email-otp') ? signIn.descriptionEmail : signIn.descriptionRedirect
}
