import type { Session } from './Connection.ts'
import type { ConnectOptions, Signed } from './ConnectOptions.ts'
import { findApp, forgetApp } from './deepLink.ts'
import { offerSignIn } from './offerSignIn.ts'
import { readSigned } from './readSigned.ts'

/**
 * Sets options for the SDK's next connection that wagmi's connector does not pass on.
 *
 * @returns a function to call when the connection is established.
 */
export async function prepareConnection(
  provider: unknown,
  chainIds: readonly number[],
  { isRenewal, challenges, onConnected }: ConnectOptions,
): Promise<() => void> {
  let signed: Signed | undefined
  if (isSdk(provider)) forgetEnded(provider.signer)
  const findTopic = () => (isSdk(provider) ? provider.signer.session?.topic : undefined)
  const former = findTopic()
  if (isSdk(provider) && !provider.session) {
    const { signer } = provider
    if (isRenewal) keepListeners(signer)
    // Forgets the app that was opened for an earlier connection.
    else forgetApp()
    const offer = await offerSignIn(challenges, chainIds)
    if (offer !== undefined)
      addToNext(signer, offer.request, (session) => {
        signed = readSigned(session, offer.challenge)
      })
  }
  return () => {
    const isResumed = former !== undefined && findTopic() === former
    onConnected({ signed, app: findApp(), isResumed })
  }
}

/**
 * Removes a session that the wallet ended while the page was closed. The SDK still has it as the current one,
 * and would fail when wagmi ends it.
 */
function forgetEnded(signer: Signer): void {
  const topic = signer.session?.topic
  const known = signer.client?.session.keys
  if (topic !== undefined && known?.includes(topic) === false) signer.session = undefined
}

/** Keeps the listeners of earlier proposals, which the SDK would remove before each connection. */
function keepListeners(signer: Signer): void {
  const cleanUp = signer.cleanupPendingPairings
  // Does nothing if the SDK does not have this method.
  if (typeof cleanUp !== 'function') return
  signer.cleanupPendingPairings = async () => {
    signer.cleanupPendingPairings = cleanUp
  }
}

/** Adds parameters to the SDK's next call. An SDK that does not support them ignores them. */
function addToNext(
  signer: Signer,
  request: object,
  onSession: (session: Session | undefined) => void,
): void {
  const { connect } = signer
  signer.connect = async (options) => {
    signer.connect = connect
    const session = await connect.call(signer, { ...options, authentication: [request] })
    onSession(session)
    return session
  }
}

function isSdk(value: unknown): value is Sdk {
  return typeof value === 'object' && value !== null && 'signer' in value && isSigner(value.signer)
}

function isSigner(value: unknown): value is Signer {
  return typeof value === 'object' && value !== null && 'connect' in value
}

type Sdk = { session?: object | undefined; signer: Signer }
type Signer = {
  session?: { readonly topic: string } | undefined
  client?: { readonly session: { readonly keys: readonly string[] } }
  connect: (options: object) => Promise<Session | undefined>
  cleanupPendingPairings?: () => Promise<void>
}
