'use client'

import type { AuthClient, Identity } from '@kit/core'
import { AuthError } from '@kit/core/internal/errors/AuthError'
import { identityEndpoints } from '@kit/core/internal/identities/identityEndpoints'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type Config, type Connector, useConfig } from 'wagmi'
import type { Progress } from '../login/describeProgress.ts'
import { type Callbacks, useHandlers } from '../login/useHandlers.ts'
import { useAuth } from '../session/AuthContext.ts'
import { type Connected, getConnected } from '../siwe/Connected.ts'
import { connectWallet } from '../siwe/connectWallet.ts'
import { personalSign } from '../siwe/personalSign.ts'
import { toWalletError } from '../siwe/toWalletError.ts'
import { writeMessage } from '../siwe/writeMessage.ts'
import { identitiesQueryKey } from './identitiesQueryKey.ts'

/**
 * Links a wallet to the signed-in user: connects it and asks it to sign. Requires a sign-in within the last
 * five minutes; otherwise it fails with `step_up_required`. A wallet of another account fails with
 * `identity_taken`, but only after a valid signature.
 *
 * @example
 * const { link, isPending } = useLinkWallet()
 * <button onClick={() => link(connector)}>Add this wallet</button>
 */
export function useLinkWallet(parameters: useLinkWallet.Parameters = {}): useLinkWallet.ReturnType {
  const { client } = useAuth()
  const config = useConfig()
  const queryClient = useQueryClient()
  const createHandlers = useHandlers<readonly Identity[]>(parameters)
  const [uri, setUri] = useState<string>()
  const running = useRef<AbortController>(undefined)
  // When the component unmounts, no code is renewed, and a late approval links nothing.
  useEffect(() => () => running.current?.abort(new AuthError('aborted')), [])
  const { mutate, mutateAsync, reset, status, error, ...progress } = useMutation<
    readonly Identity[],
    AuthError,
    Connector
  >({
    mutationFn: (connector) => {
      running.current?.abort(new AuthError('aborted'))
      running.current = new AbortController()
      const { signal } = running.current
      return linkWallet(client, config, connector, { onUri: setUri, signal })
    },
    onSuccess: (identities) => {
      void queryClient.invalidateQueries({ queryKey: identitiesQueryKey })
      createHandlers().onSuccess(identities)
    },
    onError: (error) => {
      setUri(undefined)
      if (error.code !== 'aborted') createHandlers().onError(error)
    },
    networkMode: 'always',
    retry: false,
    throwOnError: false,
  })
  const { isIdle, isPending, isError, isSuccess } = progress
  return {
    status,
    isIdle,
    isPending,
    isError,
    isSuccess,
    error: error ?? undefined,
    uri,
    reset,
    link: useCallback((connector) => mutate(connector), [mutate]),
    linkAsync: useCallback((connector) => mutateAsync(connector), [mutateAsync]),
  }
}

export declare namespace useLinkWallet {
  type Parameters = Callbacks<readonly Identity[]>
  type ReturnType = Progress & {
    status: 'idle' | 'pending' | 'success' | 'error'
    error: AuthError | undefined
    /** The URI that a wallet on another device has to scan while it is being connected, for `WalletConnectQr`. */
    uri: string | undefined
    reset: () => void
    /** Never throws. */
    link: (connector: Connector) => void
    /** @throws AuthError */
    linkAsync: (connector: Connector) => Promise<readonly Identity[]>
  }
  type ErrorType = AuthError
}

async function linkWallet(
  client: AuthClient,
  config: Config,
  connector: Connector,
  { onUri, signal }: { onUri: (uri: string | undefined) => void; signal: AbortSignal },
): Promise<readonly Identity[]> {
  const challenges = {
    getFresh: () => undefined,
    fetchOne: (account: object) => client.createSiweChallenge(account),
  }
  try {
    const connected =
      getConnected(config, connector) ??
      (await connectWallet(config, connector, { challenges, onUri, signal }))
    signal.throwIfAborted()
    onUri(undefined)
    const { address } = connected
    const signed = connected.signed ?? (await sign(connected))
    signal.throwIfAborted()
    const { message, signature } = signed
    const request = { message, signature, address }
    return (await client.call(identityEndpoints.linkWallet)(request)).identities
  } catch (cause) {
    throw toWalletError(cause)
  }

  async function sign({ address, chainId }: Connected) {
    const challenge = await client.createSiweChallenge({ address, chainId })
    signal.throwIfAborted()
    const { message } = writeMessage(challenge, { address, chainId })
    return { message, signature: await personalSign(connector, message, address) }
  }
}
