import { betterAuth, type Calls, kit } from './calls.ts'
import type { Answer, Call } from './load.ts'
import { measure } from './load.ts'
import type { MeasuredServer } from './startServer.ts'

type Ask = (call: Call) => Promise<Answer>

/** One line of a table: a server and the calls it receives. */
export interface Subject {
  readonly name: string
  readonly server: MeasuredServer
  readonly rounds: number
  /** Prepares this many rounds. A round is one call, or a flow of several calls. */
  prepare(rounds: number): Promise<(ask: Ask, turn: number) => Promise<unknown>>
}

/** Repeats the same call. */
export function repeat(name: string, server: MeasuredServer, call: Call, rounds = 2000): Subject {
  return { name, server, rounds, prepare: async () => (ask) => ask(call) }
}

/** Creates a subject for each call of a sign-in, and one for each whole flow. */
export function signIns(
  name: string,
  server: MeasuredServer,
  calls: Calls,
  rounds: number,
): Record<'challenge' | 'verify' | 'start' | 'siwe' | 'code', Subject> {
  const subject = (prepare: Subject['prepare']): Subject => ({ name, server, rounds, prepare })
  return {
    challenge: subject(async () => calls.challenge),
    start: subject(async () => calls.startCode),
    verify: subject(async (count) => {
      const prepared: Call[] = []
      await measure(server, count, async (ask, turn) => {
        prepared[turn] = calls.toVerify(await calls.challenge(ask, turn), turn)
      })
      return (ask, turn) => ask(prepared[turn] ?? nothing)
    }),
    siwe: subject(
      async () => async (ask, turn) => ask(calls.toVerify(await calls.challenge(ask, turn), turn)),
    ),
    code: subject(
      async () => async (ask, turn) =>
        ask(calls.toVerifyCode(await calls.startCode(ask, turn), turn)),
    ),
  }
}

/** Creates the subject of `GET /session` by fifty users, or of a call derived from it. */
export function reading(
  name: string,
  server: MeasuredServer,
  which: 'kit' | 'floor' | 'betterAuth',
  change: (call: Call) => Call = (call) => call,
): Subject {
  const calls = which === 'betterAuth' ? betterAuth : kit
  return {
    name,
    server,
    rounds: which === 'betterAuth' ? 250 : 1500,
    async prepare() {
      const prepared: Call[] = []
      await measure(server, 50, async (ask, turn) => {
        const challenge = await calls.challenge(ask, turn)
        const signedIn = await ask(calls.toVerify(challenge, turn))
        prepared[turn] = change(calls.toRead(signedIn))
      })
      return (ask, turn) => ask(prepared[turn % 50] ?? nothing)
    },
  }
}

const nothing: Call = { method: 'GET', path: '/' }
