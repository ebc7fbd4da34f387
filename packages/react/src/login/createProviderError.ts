/** Creates the error for a hook or component that is used outside of the provider. */
export function createProviderError(entryPoint = '@kit/react'): Error {
  return new Error(`Wrap your app in <AuthProvider> of ${entryPoint}.`)
}
