import { encodeText, toHex } from './encodings.ts'
import type { Bytes, Cipher, Mac, TextMac } from './Primitives.ts'
import { primitives } from './platformPrimitives.ts'

/**
 * Derives keys and pseudonyms from the configured secrets. Each purpose and each deployment has separate keys,
 * so that a value made for one is invalid for all others, even if staging and production have the same secret.
 *
 * @param options.secrets - the latest first.
 * @param options.deployment - distinguishes this deployment from others with the same secret.
 * @param options.subjectSecret - the secret for users' pseudonyms and sessions' ids. Default: the oldest secret.
 */
export function createKeys({ secrets, deployment, subjectSecret }: createKeys.Options): Keys {
  const derived = secrets.map((secret) => deriveKeys(secret, deployment))
  const [first] = derived
  const oldest = derived.at(-1)
  const lasting = subjectSecret ?? secrets.at(-1)
  if (first === undefined || oldest === undefined || lasting === undefined)
    throw new Error('There is no secret.')
  const material = importSecret(lasting)
  // A user has the same pseudonym in every deployment with this secret.
  const subjectMac = createTextMacOf(material, '@kit/server', 'subject')
  const sessionMac = createTextMacOf(material, toSalt(deployment), 'session id')
  // The quotes of JSON mark where the name ends, so the texts of two deployments cannot be equal.
  const named = JSON.stringify(deployment)
  return {
    sealing: () => first,
    all: () => Promise.all(derived),
    mac: async (text) => (await first).authentication(text),
    isMac: async (text, tag) => {
      let found = false
      for (const { authentication } of await Promise.all(derived))
        found = isEqual(await authentication(text), tag) || found
      return found
    },
    pseudonym: async (text) => (await oldest).pseudonym(text),
    pseudonyms: async (text) =>
      Promise.all((await Promise.all(derived)).map(({ pseudonym }) => pseudonym(text))),
    fingerprint: async (text) => primitives.digest(named + text, 'base64url'),
    subject: async (text) => (await subjectMac)(text),
    sessionId: async (value) => (await sessionMac)(value),
  }
}

export declare namespace createKeys {
  type Options = {
    secrets: readonly string[]
    deployment: string
    subjectSecret?: string | undefined
  }
}

export interface Keys {
  /** The keys of the latest secret, for encrypting new values. */
  sealing(): Promise<DerivedKeys>
  all(): Promise<DerivedKeys[]>
  /** HMAC-SHA-256 with the latest secret. */
  mac(text: string): Promise<Bytes>
  /** Whether a tag, or the first bytes of a tag, was made with any of the secrets. */
  isMac(text: string, tag: Uint8Array): Promise<boolean>
  /** Derives a pseudonym with the oldest secret, so that adding another secret does not change it. */
  pseudonym(text: string): Promise<string>
  /**
   * Derives one pseudonym from each secret, the latest secret first, so that entries can still be found
   * while a secret is being replaced.
   */
  pseudonyms(text: string): Promise<string[]>
  /**
   * Derives a store key from a text that nobody can guess, such as a nonce. It does not depend on the secrets,
   * but differs between deployments. For a text that can be guessed, use {@link Keys.pseudonym}.
   */
  fingerprint(text: string): Promise<string>
  /** Derives a user's pseudonym. */
  subject(text: string): Promise<string>
  /**
   * Derives the id of a session from the value of its cookie, with `subjectSecret`, so that replacing another
   * secret ends no session. The cookie cannot be derived from the id.
   */
  sessionId(value: string): Promise<string>
}

interface DerivedKeys {
  readonly kid: string
  readonly ciphers: Record<SealPurpose, Cipher>
  readonly authentication: Mac
  readonly pseudonym: TextMac
}

/** What a sealed (encrypted and authenticated) value is for. */
export type SealPurpose = 'session' | 'login' | 'device'

async function deriveKeys(secret: string, deployment: string): Promise<DerivedKeys> {
  const material = await importSecret(secret)
  const deriveFor = (purpose: string) => derive(material, toSalt(deployment), purpose)
  const { createCipher, createMac, createTextMac } = primitives
  return {
    kid: toHex(await deriveFor('kid')).slice(0, 8),
    ciphers: {
      session: createCipher(await deriveFor('session record')),
      login: createCipher(await deriveFor('login cookie')),
      device: createCipher(await deriveFor('device cookie')),
    },
    authentication: createMac(await deriveFor('authentication')),
    pseudonym: createTextMac(await deriveFor('pseudonym')),
  }
}

function toSalt(deployment: string): string {
  return `@kit/server|${deployment}`
}

async function createTextMacOf(
  material: Promise<CryptoKey>,
  salt: string,
  purpose: string,
): Promise<TextMac> {
  return primitives.createTextMac(await derive(await material, salt, purpose))
}

function importSecret(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', encodeText(secret), 'HKDF', false, ['deriveBits'])
}

/** HKDF-SHA-256. */
async function derive(material: CryptoKey, salt: string, purpose: string): Promise<Bytes> {
  const parameters = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: encodeText(salt),
    info: encodeText(purpose),
  }
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, material, 256))
}

/** Compares in constant time. A shorter tag is compared with the first bytes of the full one. */
function isEqual(full: Uint8Array, tag: Uint8Array): boolean {
  if (tag.length < 12 || tag.length > full.length) return false
  let difference = 0
  for (const [index, byte] of tag.entries()) difference |= byte ^ (full[index] ?? 0)
  return difference === 0
}
