import { AuthError } from '@kit/core'
import * as v from 'valibot'
import { problem } from '../../problem.ts'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { isPage, isSuccess, readJson } from '../readAnswer.ts'
import type { UpstreamLogin } from '../Upstream.ts'
import type { Machine } from './createMachine.ts'
import { classifyCustomerFailure, classifyMachineFailure, classifySignFailure } from './errors.ts'
import type { OffBlocksCustomers } from './OffBlocksOptions.ts'
import { ChallengeAnswer, Customer, CustomerList } from './wire.ts'

/** Finds, creates and proves OffBlocks' customers by their account. */
export function createCustomers(options: {
  machine: Machine
  known: OffBlocksCustomers
  now: () => number
  /** Returns the app's id for an account. */
  toExternalId: ((accountId: string) => string | Promise<string>) | undefined
}) {
  const { machine, known, now, toExternalId = (accountId: string) => accountId } = options
  const pending = new Map<string, Promise<Customer>>()

  async function read(id: string): Promise<Customer> {
    return readJson(expectSuccess(await machine.fetch(`/v1/customers/${id}`, get)), Customer)
  }

  async function findKnown(accountId: string): Promise<Customer | undefined> {
    const id = await known.find(accountId)
    return id === undefined ? undefined : read(id)
  }

  async function create(accountId: string): Promise<Customer> {
    const body = { chainId: accountId, externalId: await toExternalId(accountId) }
    const answer = await machine.operate('/v1/customers', body)
    if (!isSuccess(answer)) throw classifyCustomerFailure(answer)
    const customer = readJson(answer, Customer)
    await known.save(accountId, customer.id)
    return customer
  }

  /** Searches OffBlocks' list for a customer that the app's table does not contain. */
  async function findListed(accountId: string): Promise<Customer | undefined> {
    const list = readJson(expectSuccess(await machine.fetch('/v1/customers', get)), CustomerList)
    const customers = Array.isArray(list) ? list : Object.values(list).find(Array.isArray)
    const name = accountId.toLowerCase()
    const found = (customers ?? [])
      // Ignores entries of another form, so that they do not keep other customers from signing in.
      .filter((entry: unknown) => v.is(Customer, entry))
      .find(({ chainId }) => chainId?.toLowerCase() === name)
    if (found === undefined) return undefined
    await known.save(accountId, found.id)
    return read(found.id)
  }

  async function findOrCreate(accountId: string): Promise<Customer> {
    const found = await findKnown(accountId)
    if (found !== undefined) return found
    try {
      return await create(accountId)
    } catch (cause) {
      // Another process may have created the customer in the meantime, so it can be found now.
      const isThere = AuthError.is(cause) && cause.code === 'registration_conflict'
      const other = isThere
        ? ((await findKnown(accountId)) ?? (await findListed(accountId)))
        : undefined
      if (other !== undefined) return other
      throw cause
    }
  }

  return {
    /**
     * Returns the customer of an account, creating one if there is none. Runs once at a time for each
     * account.
     */
    async findOrCreate(accountId: string): Promise<Customer> {
      const question =
        pending.get(accountId) ?? findOrCreate(accountId).finally(() => pending.delete(accountId))
      pending.set(accountId, question)
      return question
    },
    async readChallenge({ id, challenge }: Customer): Promise<string> {
      if (challenge !== undefined) return challenge
      const answer = expectSuccess(await machine.fetch(`/v1/customers/${id}/challenge`, get))
      const value = readJson(answer, ChallengeAnswer)
      return typeof value === 'string' ? value : value.challenge
    },
    /** Submits a signed challenge. OffBlocks discards the challenge if this fails. */
    async prove(id: string, proof: { ownerId: string; challenge: string; signature: string }) {
      const answer = await machine.operate(`/v1/customers/${id}/challenge/sign`, proof)
      if (!isSuccess(answer)) throw classifySignFailure(answer)
      if (isPage(answer)) throw problem('upstream_blocked')
    },
    /** @throws `AuthError` `registration_conflict` for a customer whom OffBlocks has rejected. */
    async toLogin(id: string): Promise<UpstreamLogin> {
      const { status } = await read(id)
      // The customer has not proved the wallet yet, even if an earlier answer was successful.
      if (status === 'initiating') throw problem('upstream_invalid_answer')
      if (status === 'rejected') throw problem('registration_conflict')
      // OffBlocks has no credentials for users, because every call is made with the app's token.
      const credential = { customerId: id, signedInAt: now() }
      return { userId: id, credential, status: sessionStatuses[status] ?? 'pending' }
    },
  }
}

/** Creates a customer table in memory, for development. Other processes do not see it. */
export function rememberCustomers(): OffBlocksCustomers {
  const known = new Map<string, string>()
  return {
    find: async (accountId) => known.get(accountId),
    save: async (accountId, customerId) => {
      known.set(accountId, customerId)
    },
  }
}

/**
 * The session's status for each state of a customer. In `verifying`, OffBlocks waits for the user's documents.
 * In the other states here, OffBlocks itself has work to do, and `inactive` is temporary.
 */
const sessionStatuses: Partial<Record<string, UpstreamLogin['status']>> = {
  active: 'active',
  verifying: 'registration-required',
}

function expectSuccess(answer: UpstreamAnswer): UpstreamAnswer {
  if (isSuccess(answer)) return answer
  throw classifyMachineFailure(answer)
}

const get = { method: 'GET' } as const
