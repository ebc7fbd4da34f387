import type { SiweMessage } from './SiweMessage.ts'

/**
 * What the lines of a text look like, even if it breaks the grammar. Use it only for hints, never for a
 * decision.
 */
export type Guess = { [field in keyof SiweMessage]?: SiweMessage[field] | undefined }

/** Reads as much as possible of a broken message. Only the first 16 KiB are read. */
export function guessSiweMessage(whole: string): Guess {
  const text = whole.slice(0, 16_384)
  const line = (label: string) => new RegExp(`^${label}: (.*)$`, 'm').exec(text)?.[1]
  const [, domain] = /^(?:[a-z]+:\/\/)?(\S+) wants you to sign in with your /.exec(text) ?? []
  const [, address] = /\n(0x[0-9a-fA-F]{40})\n/.exec(text) ?? []
  const [, statement] = /\n0x[0-9a-fA-F]{40}\n\n(.*?)\n\nURI: /s.exec(text) ?? []
  const chainId = Number(line('Chain ID') ?? Number.NaN)
  return {
    domain,
    address,
    statement,
    uri: line('URI'),
    chainId: Number.isNaN(chainId) ? undefined : chainId,
    issuedAt: line('Issued At'),
    expirationTime: line('Expiration Time'),
    notBefore: line('Not Before'),
  }
}
