import type { AuthError, Method, OtpDelivery, Session } from '@kit/core'
import type { Query, QueryClient } from '@tanstack/react-query'
import { expectTypeOf, test } from 'vitest'
import type {
  AuthProviderProps,
  OtpFormProps,
  sessionQueryKey,
  sessionQueryOptions,
  useAccountMismatch,
  useAuthedFetch,
  useOtpLogin,
  useReauthenticate,
  useRedirectLogin,
  useSession,
  useSessionExpiry,
  useSignOut,
  useSiweLogin,
  useWallets,
} from '../index.ts'

/** What a hook takes and gives; inside a hook's namespace these words mean its own. */
type Given<hook extends (...parameters: never[]) => unknown> = NonNullable<Parameters<hook>[0]>
type Got<hook extends (...parameters: never[]) => unknown> = ReturnType<hook>

test('default: each hook names what it takes', () => {
  expectTypeOf<Given<typeof useSiweLogin>>().toEqualTypeOf<useSiweLogin.Parameters>()
  expectTypeOf<Given<typeof useOtpLogin>>().toEqualTypeOf<useOtpLogin.Parameters>()
  expectTypeOf<Given<typeof useRedirectLogin>>().toEqualTypeOf<useRedirectLogin.Parameters>()
  expectTypeOf<Given<typeof useSignOut>>().toEqualTypeOf<useSignOut.Parameters>()
  expectTypeOf<Given<typeof useAuthedFetch>>().toEqualTypeOf<useAuthedFetch.Parameters>()
  expectTypeOf<Given<typeof useReauthenticate>>().toEqualTypeOf<useReauthenticate.Parameters>()
  expectTypeOf<Given<typeof useSessionExpiry>>().toEqualTypeOf<useSessionExpiry.Parameters>()
  expectTypeOf<useSession.Parameters>().toEqualTypeOf<undefined>()
  expectTypeOf<useWallets.Parameters>().toEqualTypeOf<undefined>()
  expectTypeOf<useAccountMismatch.Parameters>().toEqualTypeOf<undefined>()
})

test('default: each hook names what it gives', () => {
  expectTypeOf<Got<typeof useSiweLogin>>().toEqualTypeOf<useSiweLogin.ReturnType>()
  expectTypeOf<Got<typeof useOtpLogin>>().toEqualTypeOf<useOtpLogin.ReturnType>()
  expectTypeOf<Got<typeof useRedirectLogin>>().toEqualTypeOf<useRedirectLogin.ReturnType>()
  expectTypeOf<Got<typeof useSignOut>>().toEqualTypeOf<useSignOut.ReturnType>()
  expectTypeOf<Got<typeof useAuthedFetch>>().toEqualTypeOf<useAuthedFetch.ReturnType>()
  expectTypeOf<Got<typeof useReauthenticate>>().toEqualTypeOf<useReauthenticate.ReturnType>()
  expectTypeOf<Got<typeof useSessionExpiry>>().toEqualTypeOf<useSessionExpiry.ReturnType>()
  expectTypeOf<Got<typeof useSession>>().toEqualTypeOf<useSession.ReturnType>()
  expectTypeOf<Got<typeof useWallets>>().toEqualTypeOf<useWallets.ReturnType>()
  expectTypeOf<Got<typeof useAccountMismatch>>().toEqualTypeOf<useAccountMismatch.ReturnType>()
})

test('default: each hook names what can go wrong', () => {
  expectTypeOf<useSiweLogin.ErrorType>().toEqualTypeOf<AuthError>()
  expectTypeOf<useOtpLogin.ErrorType>().toEqualTypeOf<AuthError>()
  expectTypeOf<useRedirectLogin.ErrorType>().toEqualTypeOf<AuthError>()
  expectTypeOf<useSignOut.ErrorType>().toEqualTypeOf<AuthError>()
  expectTypeOf<useAuthedFetch.ErrorType>().toEqualTypeOf<AuthError>()
  expectTypeOf<useSession.ErrorType>().toEqualTypeOf<AuthError>()
  expectTypeOf<useReauthenticate.ErrorType>().toEqualTypeOf<never>()
  expectTypeOf<useSessionExpiry.ErrorType>().toEqualTypeOf<never>()
  expectTypeOf<useWallets.ErrorType>().toEqualTypeOf<never>()
  expectTypeOf<useAccountMismatch.ErrorType>().toEqualTypeOf<never>()
})

test('default: the word of useSession decides what else there is', () => {
  type SignedIn = Extract<useSession.ReturnType, { status: 'signed-in' }>
  type SignedOut = Extract<useSession.ReturnType, { status: 'signed-out' }>
  type Failed = Extract<useSession.ReturnType, { status: 'error' }>
  expectTypeOf<SignedIn['session']>().toEqualTypeOf<Session>()
  expectTypeOf<SignedOut['session']>().toEqualTypeOf<undefined>()
  expectTypeOf<Failed['error']>().toEqualTypeOf<AuthError>()
  expectTypeOf<useSession.ReturnType['methods']>().toEqualTypeOf<readonly Method[]>()
})

test('behavior: a status is one word of a closed list', () => {
  expectTypeOf<useSiweLogin.ReturnType['status']>().toEqualTypeOf<
    | 'idle'
    | 'connecting'
    | 'challenging'
    | 'signing'
    | 'awaiting-return'
    | 'verifying'
    | 'success'
    | 'rejected'
    | 'expired'
    | 'error'
  >()
  expectTypeOf<useOtpLogin.ReturnType['status']>().extract<'locked'>().toEqualTypeOf<'locked'>()
  expectTypeOf<useSessionExpiry.ReturnType['status']>().toEqualTypeOf<
    'open' | 'active' | 'ending' | 'ended'
  >()
  expectTypeOf<useReauthenticate.ReturnType['status']>().toEqualTypeOf<'idle' | 'asking'>()
  expectTypeOf<useSignOut.ReturnType['status']>().toEqualTypeOf<
    'idle' | 'pending' | 'success' | 'error'
  >()
})

test('behavior: the async ones tell, the others do not', () => {
  type Siwe = useSiweLogin.ReturnType
  type Otp = useOtpLogin.ReturnType
  expectTypeOf<ReturnType<Siwe['signIn']>>().toEqualTypeOf<void>()
  expectTypeOf<ReturnType<Siwe['signInAsync']>>().toEqualTypeOf<Promise<Session>>()
  expectTypeOf<ReturnType<Otp['startAsync']>>().toEqualTypeOf<Promise<OtpDelivery>>()
  expectTypeOf<ReturnType<Otp['submitAsync']>>().toEqualTypeOf<Promise<Session>>()
})

test('behavior: the callbacks of a hook and of a call know what they are told', () => {
  type OfHook = NonNullable<useSiweLogin.Parameters['onSettled']>
  type OfCall = NonNullable<
    NonNullable<Parameters<useOtpLogin.ReturnType['start']>[1]>['onSuccess']
  >
  expectTypeOf<Parameters<OfHook>>().toEqualTypeOf<
    [result: Session | undefined, error: AuthError | undefined]
  >()
  expectTypeOf<Parameters<OfCall>>().toEqualTypeOf<[result: OtpDelivery]>()
})

test('behavior: what is under the session’s key has its type', () => {
  type Options = ReturnType<typeof sessionQueryOptions>
  const read = (client: QueryClient, { queryKey }: Options) => client.getQueryData(queryKey)
  expectTypeOf(read).returns.toEqualTypeOf<
    { session: Session | null; methods: Method[] } | undefined
  >()
  expectTypeOf<Options['queryKey']>().toExtend<typeof sessionQueryKey>()
  expectTypeOf<AuthProviderProps['isPrivate']>().toEqualTypeOf<
    ((query: Query) => boolean) | undefined
  >()
})

test('behavior: impossible props are errors', () => {
  // @ts-expect-error a body that can be read once alone cannot be sent a second time
  expectTypeOf<{ body: ReadableStream }>().toExtend<useAuthedFetch.Init>()
  // @ts-expect-error there is no such prop
  expectTypeOf<OtpFormProps>().toHaveProperty('userUuid')
  // @ts-expect-error a session alone does not say which methods there are
  expectTypeOf<{ initialSession: Session }>().toExtend<AuthProviderProps>()
})
