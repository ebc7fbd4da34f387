import type { OtpUpstream } from '../upstreams/Upstream.ts'

/**
 * Whether a text has the form of this upstream's codes. Any other text is a typing error, so it does not count
 * as an attempt and is not sent to the upstream.
 */
export function isCode({ codeLength, codeAlphabet }: OtpUpstream, text: string): boolean {
  return text.length === codeLength && (codeAlphabet === 'alphanumeric' || /^\d+$/.test(text))
}
