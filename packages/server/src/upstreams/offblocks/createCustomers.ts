import { AuthError } from '@kit/core'
import { problem } from '../../problem.ts'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { isPage, readJson } from '../readAnswer.ts'
import type { UpstreamLogin } from '../Upstream.ts'
import type { Machine } from './createMachine.ts'
import { classifyCustomerFailure, classifyMachineFailure, classifySignFailure } from './errors.ts'
import type { OffBlocksCustomers } from './OffBlocksOptions.ts'
import { ChallengeAnswer, Customer } from './wire.ts'

/** OffBlocks' customers, and which account each of them is. */
export function createCustomers(options: {
  machine: Machine
  known: OffBlocksCustomers
  now: () => number
}) {
  const { machine, known, now } = options
  const pending = new Map<string, Promise<Customer>>()

  async function read(id: string): Promise<Customer> {
    return readJson(expect200(await machine.fetch(`/v1/customers/${id}`, get)), Customer)
  }

  async function findKnown(accountId: string): Promise<Customer | undefined> {
    const id = await known.find(accountId)
    return id === undefined ? undefined : read(id)
  }

  async function create(accountId: string): Promise<Customer> {
    const body = { chainId: accountId, externalId: accountId }
    const answer = await machine.operate('/v1/customers', body)
    if (answer.status !== 201) throw classifyCustomerFailure(answer)
    const customer = readJson(answer, Customer)
    await known.save(accountId, customer.id)
    return customer
  }

  async function findOrCreate(accountId: string): Promise<Customer> {
    const found = await findKnown(accountId)
    if (found !== undefined) return found
    try {
      return await create(accountId)
    } catch (cause) {
      // Another process may have created it in between: then it is known by now.
      const isThere = AuthError.is(cause) && cause.code === 'registration_conflict'
      const other = isThere ? await findKnown(accountId) : undefined
      if (other !== undefined) return other
      throw cause
    }
  }

  return {
    /** The customer that an account is; a new one where there is none. One question at a time for each account. */
    async findOrCreate(accountId: string): Promise<Customer> {
      const question =
        pending.get(accountId) ?? findOrCreate(accountId).finally(() => pending.delete(accountId))
      pending.set(accountId, question)
      return question
    },
    async readChallenge({ id, challenge }: Customer): Promise<string> {
      if (challenge !== undefined) return challenge
      const answer = expect200(await machine.fetch(`/v1/customers/${id}/challenge`, get))
      const value = readJson(answer, ChallengeAnswer)
      return typeof value === 'string' ? value : value.challenge
    },
    /** Hands a signed challenge in. Whatever fails here, the next challenge is another one. */
    async prove(id: string, proof: { ownerId: string; challenge: string; signature: string }) {
      const answer = await machine.operate(`/v1/customers/${id}/challenge/sign`, proof)
      if (answer.status >= 300) throw classifySignFailure(answer)
      if (isPage(answer)) throw problem('upstream_blocked')
    },
    /** @throws `AuthError` `registration_conflict` for a customer that OffBlocks has turned away. */
    async toLogin(id: string): Promise<UpstreamLogin> {
      const { status } = await read(id)
      // Nobody has proved anything yet, whatever an answer before said.
      if (status === 'initiating') throw problem('upstream_invalid_answer')
      if (status === 'rejected' || status === 'inactive') throw problem('registration_conflict')
      // OffBlocks has no user's credential: every call is the machine's.
      const credential = { customerId: id, signedInAt: now() }
      return { userId: id, credential, status: sessionStatuses[status] ?? 'pending' }
    },
  }
}

/** A customer map for development: another process knows nothing of it. */
export function rememberCustomers(): OffBlocksCustomers {
  const known = new Map<string, string>()
  return {
    find: async (accountId) => known.get(accountId),
    save: async (accountId, customerId) => {
      known.set(accountId, customerId)
    },
  }
}

/** While `verifying`, OffBlocks waits for the person's own papers; in every other state for itself. */
const sessionStatuses: Partial<Record<string, UpstreamLogin['status']>> = {
  active: 'active',
  verifying: 'registration-required',
}

function expect200(answer: UpstreamAnswer): UpstreamAnswer {
  if (answer.status === 200) return answer
  throw classifyMachineFailure(answer)
}

const get = { method: 'GET' } as const
