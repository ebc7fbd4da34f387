import type { AuthClient, Session } from '@kit/core'
import type { Config, Connector } from 'wagmi'
import { createLogin } from '../internals/createLogin.ts'
import type { Handlers } from '../internals/useHandlers.ts'
import type { SiweSteps } from './createSiweSteps.ts'
import type { SiweLogin } from './SiweLogin.ts'

/** A sign-in with a wallet. */
export function createSiweLogin(client: AuthClient, config: Config): SiweLogin {
  const login = createLogin(start, async (store, end): Promise<SiweSteps> => {
    const { createSiweSteps } = await import('./createSiweSteps.ts')
    return createSiweSteps(client, config, store, end)
  })
  const { store, isTaking } = login
  const cancel = () => login.reset()
  let signInAgain: () => void
  let mounted = 0

  function signIn(connector: Connector | undefined, handlers: Handlers<Session>): Promise<Session> {
    if (!isTaking()) signInAgain = () => signIn(connector, handlers)
    return login.take('sign in', (steps, signal) => steps.run(connector, signal), handlers, {
      status: 'challenging',
      wallet: connector?.name,
    })
  }

  return {
    store,
    signIn,
    cancel,
    startPrefetching() {
      let stop: (() => void) | undefined
      let isOver = false
      login.load().then(
        (steps) => {
          if (!isOver) stop = steps.startPrefetching()
        },
        // The tap loads them too, and says what is wrong.
        () => {},
      )
      return () => {
        isOver = true
        stop?.()
      }
    },
    askAgain() {
      if (!isTaking() || login.getSteps()?.proceed()) return
      cancel()
      signInAgain()
    },
    mount() {
      mounted += 1
      return () => {
        mounted -= 1
        if (mounted === 0) cancel()
      }
    },
  }
}

/** Nobody has asked for anything yet. */
const start: SiweLogin.State = {
  status: 'idle',
  error: undefined,
  session: undefined,
  challenge: undefined,
  message: undefined,
  address: undefined,
  wallet: undefined,
  otherDomain: undefined,
  uri: undefined,
  isStalled: false,
  awaitsTap: false,
}
