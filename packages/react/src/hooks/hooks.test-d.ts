import type { AuthError, Method, OtpDelivery, Session } from '@kit/core'
import { expectTypeOf, test } from 'vitest'
import type {
  AuthProviderProps,
  OtpFormProps,
  useAuthedFetch,
  useOtpLogin,
  useSession,
  useSiweLogin,
} from '../index.ts'

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
})

test('behavior: the async ones tell, the others do not', () => {
  type Siwe = useSiweLogin.ReturnType
  type Otp = useOtpLogin.ReturnType
  expectTypeOf<ReturnType<Siwe['signIn']>>().toEqualTypeOf<void>()
  expectTypeOf<ReturnType<Siwe['signInAsync']>>().toEqualTypeOf<Promise<Session>>()
  expectTypeOf<ReturnType<Otp['startAsync']>>().toEqualTypeOf<Promise<OtpDelivery>>()
  expectTypeOf<ReturnType<Otp['submitAsync']>>().toEqualTypeOf<Promise<Session>>()
})

test('behavior: impossible props are errors', () => {
  // @ts-expect-error a body that can be read once alone cannot be sent a second time
  expectTypeOf<Parameters<useAuthedFetch.ReturnType>[1]>().toExtend<{ body: ReadableStream }>()
  // @ts-expect-error there is no such prop
  expectTypeOf<OtpFormProps>().toHaveProperty('userUuid')
  // @ts-expect-error a session alone does not say which methods there are
  expectTypeOf<{ initialSession: Session }>().toExtend<AuthProviderProps>()
})
