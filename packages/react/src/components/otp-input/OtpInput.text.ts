import type { OtpShape } from './editOtp.ts'

/** Every word of {@link OtpInput}, in English. */
export const otpInputText = {
  /** The visible name of the field. */
  label: 'Code',
  /** Said when a text was pasted, dropped or filled in that holds no code of this length. */
  noCodeFound: ({ codeAlphabet, codeLength }: OtpShape): string =>
    `No ${codeLength}-${codeAlphabet === 'numeric' ? 'digit' : 'character'} code in the pasted text`,
}

/** The words of {@link OtpInput}, for a translation. */
export type OtpInputText = typeof otpInputText
