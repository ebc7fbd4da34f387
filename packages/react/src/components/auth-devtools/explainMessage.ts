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
    'The site that asks. A wallet warns when it differs from the page; the backend accepts only its own.',
  address: 'The account that signs, with its EIP-55 checksum. Filled in by the browser.',
  statement: 'What the user agrees to, in plain ASCII.',
  uri: 'What the sign-in is for. The backend compares it exactly.',
  version: 'Of EIP-4361: always 1.',
  chainId: 'The chain that a contract account lives on. Filled in by the browser.',
  nonce: 'Makes the message good for one sign-in, in this browser.',
  issuedAt: 'By the backend’s clock: this machine’s is not asked.',
  expirationTime: 'Until when the signed message may be sent.',
  notBefore: 'From when on the signed message may be sent.',
  requestId: 'Names the sign-in in the upstream’s records.',
  resources: 'What the sign-in gives access to.',
  resource: 'One of the resources.',
}
