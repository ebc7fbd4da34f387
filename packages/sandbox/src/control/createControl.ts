import { Hono } from 'hono'
import type { Mail, StandIn } from '../Sandbox.ts'
import type { Fault } from './createFaults.ts'

/** A request that a stand-in received. */
export interface Received {
  upstream: string
  method: string
  path: string
  headers: string[]
  body: unknown
  status: number
  receivedAt: string
}

/** The control API below `/_sandbox`. Tests use it to read what happened and to change how stand-ins behave. */
export function createControl(state: {
  standIns: ReadonlyMap<string, StandIn>
  mails: readonly Mail[]
  requests: readonly Received[]
  addFault(fault: Fault): void
  setClock(offsetMs: number): void
  reset(): void
}): Hono {
  const routes = new Hono()

  routes.get('/health', (context) =>
    context.json({ status: 'up', upstreams: [...state.standIns.keys()] }),
  )
  routes.get('/inbox', (context) => {
    const to = context.req.query('to')
    return context.json(state.mails.filter((mail) => to === undefined || mail.to === to))
  })
  routes.get('/requests', (context) => {
    const upstream = context.req.query('upstream')
    return context.json(
      state.requests.filter((entry) => upstream === undefined || entry.upstream === upstream),
    )
  })
  routes.get('/users', (context) => {
    const name = context.req.query('upstream') ?? 'bakkt'
    return context.json(state.standIns.get(name)?.users?.() ?? [])
  })
  routes.post('/faults', async (context) => {
    const { upstream, times, ...fault } = await context.req.json<Fault>()
    if (upstream !== 'mail' && !state.standIns.has(upstream))
      return context.json({ error: `No upstream ${upstream}` }, 400)
    state.addFault({ ...fault, upstream, times: times ?? 1 })
    return context.body(null, 204)
  })
  routes.post('/clock', async (context) => {
    const { offsetMs } = await context.req.json<{ offsetMs: number }>()
    if (!Number.isFinite(offsetMs))
      return context.json({ error: 'offsetMs must be a finite number' }, 400)
    state.setClock(offsetMs)
    return context.body(null, 204)
  })
  routes.post('/knobs', async (context) => {
    const { upstream, ...knobs } = await context.req.json<{ upstream: string }>()
    const standIn = state.standIns.get(upstream)
    if (standIn === undefined) return context.json({ error: `No upstream ${upstream}` }, 400)
    try {
      standIn.turn(knobs)
    } catch (error) {
      return context.json({ error: error instanceof Error ? error.message : 'refused' }, 400)
    }
    return context.body(null, 204)
  })
  routes.delete('/', (context) => {
    state.reset()
    return context.body(null, 204)
  })
  return routes
}
