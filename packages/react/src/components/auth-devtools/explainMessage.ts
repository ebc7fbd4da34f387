import type { SiweMessage } from '@kit/core'
import { parseSiweMessage } from '@kit/core/internal/siwe/parseSiweMessage'

/** A line of a message and its purpose. */
export interface ExplainedLine {
  text: string
  field: string
  why: string
}

/**
 * Explains a message line by line.
 *
 * @returns `undefined` for a text that is not an EIP-4361 message.
 * @see {@link https://eips.ethereum.org/EIPS/eip-4361#message-format}
 */
export function explainMessage(text: string): ExplainedLine[] | undefined {
  let message: SiweMessage
  try {
    message = parseSiweMessage(text)
  } catch {
    return undefined
  }
  let isInResources = false
  return text.split('\n').flatMap((line, index) => {
    if (line === '') return []
    if (index === 0) return [explain(line, 'domain')]
    if (line === message.address) return [explain(line, 'address')]
    if (line === message.statement) return [explain(line, 'statement')]
    if (line.startsWith('- ') && isInResources) return [explain(line, 'resource')]
    const [label = ''] = line.split(':')
    const field = fields[label]
    isInResources = field === 'resources'
    return field === undefined ? [] : [explain(line, field)]
  })
}

const explain = (text: string, field: keyof typeof reasons): ExplainedLine => ({
  text,
  field,
  why: reasons[field],
})

const fields: Record<string, keyof typeof reasons | undefined> = {
  URI: 'uri',
  Version: 'version',
  'Chain ID': 'chainId',
  Nonce: 'nonce',
  'Issued At': 'issuedAt',
  'Expiration Time': 'expirationTime',
  'Not Before': 'notBefore',
  'Request ID': 'requestId',
  Resources: 'resources',
}

const reasons = {
  domain:
    'The site that requests the sign-in. Wallets warn if it differs from the page. The backend accepts only its own domain.',
  address: 'The account that signs, with its EIP-55 checksum. Filled in by the browser.',
  statement: 'A sentence that the user agrees to, in ASCII.',
  uri: 'The resource that the user signs in to. The backend accepts only its exact value.',
  version: 'The version of EIP-4361, always 1.',
  chainId:
    'The chain of the session. A contract account’s signature is checked there. Filled in by the browser.',
  nonce: 'A random value. It makes the message valid for one sign-in, in this browser only.',
  issuedAt: 'When the challenge was created, by the backend’s clock.',
  expirationTime: 'When the signed message expires.',
  notBefore: 'When the signed message becomes valid.',
  requestId: 'Identifies the sign-in in the upstream’s records.',
  resources: 'What the sign-in gives access to.',
  resource: 'One of the resources.',
}
