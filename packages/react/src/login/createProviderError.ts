/** The error for developers who use a hook or component outside of the provider of its entry point. */
export function createProviderError(entryPoint = '@kit/react'): Error {
  return new Error(`Wrap your app in <AuthProvider> of ${entryPoint}.`)
}
