import type { OtpUpstream } from '../upstreams/Upstream.ts'

/**
 * Whether a text can be a code of this upstream. Any other text is a typing error, not an attempt: neither the
 * user nor the upstream pays for it.
 */
export function isCode({ codeLength, codeAlphabet }: OtpUpstream, text: string): boolean {
  return text.length === codeLength && (codeAlphabet === 'alphanumeric' || /^\d+$/.test(text))
}
