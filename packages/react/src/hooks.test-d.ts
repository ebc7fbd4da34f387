import type { AuthError, Method, OtpDelivery, Session, SessionAnswer } from '@kit/core'
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
} from './index.ts'

/** Aliases for TypeScript's utility types, because a hook's namespace has types of the same names. */
type Given<hook extends (...parameters: never[]) => unknown> = NonNullable<Parameters<hook>[0]>
type Got<hook extends (...parameters: never[]) => unknown> = ReturnType<hook>

test('default: each hook exports its parameters', () => {
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

test('default: each hook exports its result', () => {
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

test('default: each hook exports its errors', () => {
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

test('default: every hook with a status describes its progress in the same terms', () => {
  type Flag = 'isPending' | 'isError' | 'isSuccess'
  type Flags = Record<Flag, boolean>
  expectTypeOf<Got<typeof useSiweLogin>>().toExtend<Flags & { isIdle: boolean }>()
  expectTypeOf<Got<typeof useOtpLogin>>().toExtend<Flags & { isIdle: boolean }>()
  expectTypeOf<Got<typeof useRedirectLogin>>().toExtend<Flags & { isIdle: boolean }>()
  expectTypeOf<Got<typeof useSignOut>>().toExtend<Flags & { isIdle: boolean }>()
  expectTypeOf<Got<typeof useSession>>().toExtend<Flags>()
})

test('default: the absence of an error and of a session is undefined, never null', () => {
  type Absent = { error: AuthError | undefined; session: Session | undefined }
  expectTypeOf<Pick<useSiweLogin.ReturnType, keyof Absent>>().toEqualTypeOf<Readonly<Absent>>()
  expectTypeOf<Pick<useOtpLogin.ReturnType, keyof Absent>>().toEqualTypeOf<Readonly<Absent>>()
  expectTypeOf<Pick<useRedirectLogin.ReturnType, keyof Absent>>().toEqualTypeOf<Readonly<Absent>>()
  expectTypeOf<useSession.ReturnType['error']>().toEqualTypeOf<Absent['error']>()
  expectTypeOf<useSession.ReturnType['session']>().toEqualTypeOf<Absent['session']>()
  expectTypeOf<useSignOut.ReturnType['error']>().toEqualTypeOf<Absent['error']>()
})

test('default: every login and the sign-out can be reset, and every login can be cancelled', () => {
  type Resettable = { reset: () => void }
  expectTypeOf<Got<typeof useSignOut>>().toExtend<Resettable>()
  expectTypeOf<Got<typeof useSiweLogin>>().toExtend<Resettable & { cancel: () => void }>()
  expectTypeOf<Got<typeof useOtpLogin>>().toExtend<Resettable & { cancel: () => void }>()
  expectTypeOf<Got<typeof useRedirectLogin>>().toExtend<Resettable & { cancel: () => void }>()
})

test('default: parameters of a sign-in come first, then the options of the call', () => {
  type Second<call extends (first?: never, second?: never) => unknown> = Parameters<call>[1]
  type Options = Second<useSiweLogin.ReturnType['signIn']>
  expectTypeOf<Second<useRedirectLogin.ReturnType['signIn']>>().toEqualTypeOf<Options>()
  expectTypeOf<Parameters<useOtpLogin.ReturnType['submit']>[1]>().toEqualTypeOf<Options>()
  expectTypeOf<useRedirectLogin.SignInParameters>().toEqualTypeOf<
    NonNullable<Parameters<useRedirectLogin.ReturnType['signIn']>[0]>
  >()
})

test('default: the status of useSession determines its other members', () => {
  type SignedIn = Extract<useSession.ReturnType, { status: 'signed-in' }>
  type SignedOut = Extract<useSession.ReturnType, { status: 'signed-out' }>
  type Failed = Extract<useSession.ReturnType, { status: 'error' }>
  expectTypeOf<SignedIn['session']>().toEqualTypeOf<Session>()
  expectTypeOf<SignedOut['session']>().toEqualTypeOf<undefined>()
  expectTypeOf<Failed['error']>().toEqualTypeOf<AuthError>()
  expectTypeOf<useSession.ReturnType['methods']>().toEqualTypeOf<readonly Method[]>()
})

test('behavior: the type of a status is a list of literals', () => {
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
  expectTypeOf<useReauthenticate.ReturnType['status']>().toEqualTypeOf<'idle' | 'pending'>()
  expectTypeOf<useSignOut.ReturnType['status']>().toEqualTypeOf<
    'idle' | 'pending' | 'success' | 'error'
  >()
})

test('behavior: async functions return a promise, the others do not', () => {
  type Siwe = useSiweLogin.ReturnType
  type Otp = useOtpLogin.ReturnType
  expectTypeOf<ReturnType<Siwe['signIn']>>().toEqualTypeOf<void>()
  expectTypeOf<ReturnType<Siwe['signInAsync']>>().toEqualTypeOf<Promise<Session>>()
  expectTypeOf<ReturnType<Otp['startAsync']>>().toEqualTypeOf<Promise<OtpDelivery>>()
  expectTypeOf<ReturnType<Otp['submitAsync']>>().toEqualTypeOf<Promise<Session>>()
})

test('behavior: the callbacks of a hook and of a call have typed arguments', () => {
  type OfHook = NonNullable<useSiweLogin.Parameters['onSettled']>
  type OfCall = NonNullable<
    NonNullable<Parameters<useOtpLogin.ReturnType['start']>[1]>['onSuccess']
  >
  expectTypeOf<Parameters<OfHook>>().toEqualTypeOf<
    [result: Session | undefined, error: AuthError | undefined]
  >()
  expectTypeOf<Parameters<OfCall>>().toEqualTypeOf<[result: OtpDelivery]>()
})

test('behavior: the data under the session’s key has its type', () => {
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
  // @ts-expect-error a body that can be read only once cannot be sent again
  expectTypeOf<{ body: ReadableStream }>().toExtend<useAuthedFetch.Init>()
  // @ts-expect-error there is no such prop
  expectTypeOf<OtpFormProps>().toHaveProperty('userUuid')
  // @ts-expect-error the initial session is a session, not the answer that holds one
  expectTypeOf<{ initialSession: SessionAnswer }>().toExtend<AuthProviderProps>()
})
