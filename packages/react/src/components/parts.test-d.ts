import { expectTypeOf, test } from 'vitest'
import type {
  AuthProviderProps,
  DialogProps,
  OtpInputProps,
  RedirectButtonProps,
  SessionCardProps,
  SignInDialogProps,
  SignInProps,
  SiweButtonProps,
  WalletConnectQrProps,
  WalletListProps,
} from '../index.ts'

test('behavior: required props are required by the types', () => {
  expectTypeOf<object>().not.toExtend<DialogProps>()
  expectTypeOf<{ isOpen: boolean; onClose: () => void }>().not.toExtend<DialogProps>()
  expectTypeOf<object>().not.toExtend<SessionCardProps>()
  expectTypeOf<{ isOpen: boolean }>().not.toExtend<SignInDialogProps>()
  expectTypeOf<object>().not.toExtend<WalletConnectQrProps>()
  expectTypeOf<object>().not.toExtend<WalletListProps>()
})

test('behavior: impossible props do not compile', () => {
  expectTypeOf<{ alphabet: 'hex' }>().not.toExtend<OtpInputProps>()
  expectTypeOf<{ length: '6' }>().not.toExtend<OtpInputProps>()
  expectTypeOf<{ value: number }>().not.toExtend<OtpInputProps>()
  expectTypeOf<OtpInputProps>().not.toHaveProperty('maxLength')
  expectTypeOf<OtpInputProps>().not.toHaveProperty('type')
  expectTypeOf<OtpInputProps>().not.toHaveProperty('children')
  expectTypeOf<{ mode: 'tab' }>().not.toExtend<RedirectButtonProps>()
  expectTypeOf<{ arrange: 'stack' }>().not.toExtend<SignInProps>()
  expectTypeOf<{ arrange: (pieces: { qr: string }) => null }>().not.toExtend<SignInProps>()
  expectTypeOf<{ children: number }>().not.toExtend<SiweButtonProps>()
  expectTypeOf<{ render: 'main' }>().not.toExtend<SignInProps>()
  expectTypeOf<{ words: 'de' }>().not.toExtend<Pick<AuthProviderProps, 'words'>>()
  expectTypeOf<{ accountChange: 'ignore-it' }>().not.toExtend<
    Pick<AuthProviderProps, 'accountChange'>
  >()
})
