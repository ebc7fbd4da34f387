import type { AuthClient } from '@kit/core'

/**
 * One of each for a client: however many parts of a page show a login, one is under way.
 */
export function shareByClient<login>(
  create: (client: AuthClient) => login,
): (client: AuthClient) => login {
  const logins = new WeakMap<AuthClient, login>()
  return (client) => {
    const login = logins.get(client) ?? create(client)
    logins.set(client, login)
    return login
  }
}
