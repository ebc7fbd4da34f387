import type { AuthClient, Session } from '@kit/core'
import { siweLoginStart } from '@kit/core/internal/siwe/SiweLoginState'
import type { Config } from 'wagmi'
import { createLogin } from '../login/createLogin.ts'
import { memoizeByKey } from '../login/memoizeByKey.ts'
import type { Handlers } from '../login/useHandlers.ts'
import type { SiweSteps } from './createSiweSteps.ts'
import type { SiweLogin } from './SiweLogin.ts'

/** Returns the sign-in by wallet, of which a page has only one, so that only one prompt is open at a time. */
export function getSiweLogin(client: AuthClient, config: Config): SiweLogin {
  return findLogins(client)(config)
}

const findLogins = /* @__PURE__ */ memoizeByKey((client: AuthClient) =>
  memoizeByKey((config: Config) => createSiweLogin(client, config)),
)

/** Creates a sign-in with a wallet. */
function createSiweLogin(client: AuthClient, config: Config): SiweLogin {
  const login = createLogin<SiweLogin.State, SiweSteps>({
    start,
    async importSteps(store, end) {
      const { createSiweSteps } = await import('./createSiweSteps.ts')
      return createSiweSteps(client, config, store, end)
    },
  })
  const { store, isRunning, cancel } = login
  const reset = () => login.reset()
  let signInAgain: () => void

  function signIn(target: SiweLogin.Target, handlers: Handlers<Session>): Promise<Session> {
    if (!isRunning()) signInAgain = () => signIn(target, handlers)
    return login.run('sign in', (steps, signal) => steps.run(target, signal), handlers, {
      status: 'challenging',
      wallet: target.connector?.name,
    })
  }

  return {
    store,
    signIn,
    cancel,
    reset,
    startPrefetching() {
      let stop: (() => void) | undefined
      let isOver = false
      login.load().then(
        (steps) => {
          if (!isOver) stop = steps.startPrefetching()
        },
        // Ignored here, because the tap also loads the steps and reports failures.
        () => {},
      )
      return () => {
        isOver = true
        stop?.()
      }
    },
    retryPrompt() {
      if (!isRunning() || login.getSteps()?.proceed()) return
      cancel()
      signInAgain()
    },
    mount: () => login.mount({ close: reset }),
  }
}

/** The state before a sign-in. */
const start: SiweLogin.State = {
  ...siweLoginStart,
  challenge: undefined,
  message: undefined,
  address: undefined,
  wallet: undefined,
  peer: undefined,
  otherDomain: undefined,
  uri: undefined,
  switchesTo: undefined,
  isStalled: false,
  awaitsTap: false,
  awaitsOwners: false,
}
