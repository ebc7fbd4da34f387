'use client'

import { useRedirectLogin as useHook } from './useRedirectLogin.ts'

/**
 * Signs the user in on the upstream's page, in a separate window or with a full-page redirect.
 *
 * @example
 * const { signIn, status } = useRedirectLogin()
 * return <button onClick={() => signIn()}>Sign in</button>
 */
export function useRedirectLogin(
  parameters: useRedirectLogin.Parameters = {},
): useRedirectLogin.ReturnType {
  // Not a re-export. With one, esbuild would load the hook on every page, because the redirect button, which is
  // loaded later, uses it too. That is 1.8 kB of gzip.
  return useHook(parameters)
}

export declare namespace useRedirectLogin {
  type Parameters = useHook.Parameters
  type SignInParameters = useHook.SignInParameters
  type ReturnType = useHook.ReturnType
  type ErrorType = useHook.ErrorType
}
