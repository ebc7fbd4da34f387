'use client'

import type { AuthClient, AuthError, Identity } from '@kit/core'
import { identityEndpoints } from '@kit/core/internal/identities/identityEndpoints'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { type Config, type Connector, useConfig } from 'wagmi'
import { connect } from 'wagmi/actions'
import type { Progress } from '../login/describeProgress.ts'
import { type Callbacks, useHandlers } from '../login/useHandlers.ts'
import { useAuth } from '../session/AuthContext.ts'
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
  const { mutate, mutateAsync, reset, status, error, ...progress } = useMutation<
    readonly Identity[],
    AuthError,
    Connector
  >({
    mutationFn: (connector) => linkWallet(client, config, connector),
    onSuccess: (identities) => {
      void queryClient.invalidateQueries({ queryKey: identitiesQueryKey })
      createHandlers().onSuccess(identities)
    },
    onError: (error) => createHandlers().onError(error),
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
): Promise<readonly Identity[]> {
  try {
    const known = config.state.connections.get(connector.uid)
    const { accounts, chainId } = known ?? (await connect(config, { connector }))
    const [address] = accounts
    const challenge = await client.createSiweChallenge({ address, chainId })
    const { message } = writeMessage(challenge, { address, chainId })
    const signature = await personalSign(connector, message, address)
    const signed = { message, signature, address, chainId }
    return (await client.call(identityEndpoints.linkWallet)(signed)).identities
  } catch (cause) {
    throw toWalletError(cause)
  }
}
