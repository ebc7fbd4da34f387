import { randomBytes, randomUUID } from 'node:crypto'
import { type Hex, verifyMessage } from 'viem'

/** A customer and its open challenge. */
export interface Customer {
  id: string
  externalId: string
  /** CAIP-10. */
  chainId: string
  status: string
  createdAt: string
  updatedAt: string
  /** The CAIP-122 text, encoded in Base64. */
  challenge: string
  challengedAt: number
}

/** Stores customers. Each has one challenge at a time; a failure or its expiry creates another. */
export function createCustomers(options: {
  now: () => number
  knobs: () => { domain: string; challengeLifetimeSeconds: number }
}) {
  const { now, knobs } = options
  const customers = new Map<string, Customer>()

  function challenge(customer: Customer): void {
    const [, chain = '', address = ''] = customer.chainId.split(':')
    customer.challenge = createChallenge({ domain: knobs().domain, address, chain, now: now() })
    customer.challengedAt = now()
  }

  function isOver({ challengedAt }: Customer): boolean {
    return now() >= challengedAt + knobs().challengeLifetimeSeconds * 1000
  }

  return {
    reset: () => customers.clear(),
    find: (id: string) => customers.get(id),
    list: () => [...customers.values()],
    has: (chainId: string) =>
      [...customers.values()].some(
        (customer) => customer.chainId.toLowerCase() === chainId.toLowerCase(),
      ),
    add(chainId: string, externalId: string): Customer {
      const at = new Date(now()).toISOString()
      const customer: Customer = {
        id: randomUUID(),
        externalId,
        chainId,
        status: 'initiating',
        createdAt: at,
        updatedAt: at,
        challenge: '',
        challengedAt: 0,
      }
      challenge(customer)
      customers.set(customer.id, customer)
      return customer
    },
    setStatus(customer: Customer, status: string): void {
      customer.status = status
      customer.updatedAt = new Date(now()).toISOString()
    },
    /** Returns the open challenge, or a new one if it has expired. */
    readChallenge(customer: Customer): string {
      if (isOver(customer)) challenge(customer)
      return customer.challenge
    },
    /** Whether the owner signed the open challenge. A single failure replaces the challenge. */
    async prove(customer: Customer, proof: Record<string, unknown>): Promise<boolean> {
      const isOpen = proof['challenge'] === customer.challenge && !isOver(customer)
      const isRight =
        isOpen && proof['ownerId'] === customer.chainId && (await isSigned(customer, proof))
      if (!isRight) challenge(customer)
      return isRight
    },
  }
}

async function isSigned({ chainId, challenge }: Customer, proof: Record<string, unknown>) {
  // The length of 65 bytes in Base64. The Base64 of their hexadecimal form is longer.
  const bytes = Buffer.from(String(proof['signature']), 'base64')
  if (bytes.length !== 65) return false
  const message = Buffer.from(challenge, 'base64').toString('utf8')
  const address = chainId.split(':')[2] as Hex
  const signature: Hex = `0x${bytes.toString('hex')}`
  // viem throws for numbers that are not a point on the curve, which is simply a wrong signature here.
  return verifyMessage({ address, message, signature }).catch(() => false)
}

function createChallenge(about: { domain: string; address: string; chain: string; now: number }) {
  const { domain, address, chain } = about
  const issuedAt = `${new Date(about.now).toISOString().slice(0, 19)}Z`
  const text = [
    `${domain} wants you to sign in with your Ethereum account:`,
    address,
    '',
    'OffBlocks wants to verify ownership of your wallet.',
    '',
    `URI: https://${domain}`,
    'Version: 1',
    `Chain ID: ${chain}`,
    `Nonce: ${randomBytes(8).toString('hex')}`,
    `Issued At: ${issuedAt}`,
  ].join('\n')
  return Buffer.from(text).toString('base64')
}
