import { readdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { serve } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { createControl, type Received } from './control/createControl.ts'
import { createFaults, misbehave } from './control/createFaults.ts'
import { createInboxPage, inboxScript } from './inbox.ts'
import { startMailServer } from './mail/startMailServer.ts'
import type { CreateStandIn, Mail, StandIn } from './Sandbox.ts'

/**
 * Creates local stand-ins for the upstream APIs, with an inbox page and a control API. Each folder below
 * `upstreams/` is one stand-in, served under the folder's name.
 *
 * @param options.strict - whether an unknown wallet is refused. Otherwise it gets a user.
 * @example
 * const sandbox = await createSandbox().listen({ port: 4000 })
 * console.log(sandbox.url)
 * await sandbox.close()
 */
export function createSandbox(options: createSandbox.Options = {}) {
  return {
    /**
     * Starts to listen.
     *
     * @param where.port - 0 for any free one. Default 0.
     * @param where.smtpPort - where emails arrive; 0 for any free one. Default 0.
     * @throws Error with code `EADDRINUSE` if the port is in use.
     */
    async listen(
      where: { port?: number; host?: string; smtpPort?: number } = {},
    ): Promise<Sandbox> {
      const { app, deliver, takeFault } = await createApp(options.strict ?? false)
      const mailServer = await startMailServer(where.smtpPort ?? 0, {
        deliver,
        takeFault: () => takeFault('mail', ''),
      })
      const { port = 0, host } = where
      return new Promise((resolve, reject) => {
        const settings = {
          fetch: app.fetch,
          port,
          ...(host === undefined ? {} : { hostname: host }),
          // Hono would otherwise replace `Request` and `Response` in the whole process.
          overrideGlobalObjects: false,
        }
        const server = serve(settings, (address: AddressInfo) => {
          resolve({
            url: `http://localhost:${address.port}`,
            smtpUrl: mailServer.url,
            async close() {
              await mailServer.close()
              await new Promise<void>((done) => {
                server.close(() => done())
                if ('closeAllConnections' in server) server.closeAllConnections()
              })
            },
          })
        })
        server.once('error', (error) => void mailServer.close().then(() => reject(error)))
      })
    },
  }
}

export declare namespace createSandbox {
  type Options = {
    /** @default false */
    strict?: boolean | undefined
  }
}

/** A running sandbox. */
export interface Sandbox {
  readonly url: string
  /** The SMTP server whose emails arrive in the inbox: `smtp://…`. */
  readonly smtpUrl: string
  close(): Promise<void>
}

async function createApp(strict: boolean) {
  const mails: Mail[] = []
  const requests: Received[] = []
  const faults = createFaults()
  let offsetMs = 0
  const now = () => Date.now() + offsetMs
  const world = {
    now,
    send: (mail: Omit<Mail, 'sentAt'>) => {
      mails.unshift({ ...mail, sentAt: new Date(now()).toISOString() })
    },
  }
  const standIns = new Map<string, StandIn>()
  for (const [name, create] of await findStandIns()) standIns.set(name, create(world, { strict }))

  const app = new Hono()
  app.get('/', (context) => context.redirect('/inbox'))
  app.get('/inbox', (context) => context.html(createInboxPage(mails)))
  app.get('/inbox/:id', (context) => {
    const mail = mails.at(-Number(context.req.param('id')))
    if (mail?.html === undefined) return context.notFound()
    // The inbox page embeds the email in a frame in which scripts and external files are blocked.
    return context.html(mail.html, 200, {
      'content-security-policy':
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    })
  })
  app.get('/inbox.js', (context) =>
    context.body(inboxScript, 200, { 'content-type': 'text/javascript' }),
  )
  app.route(
    '/_sandbox',
    createControl({
      standIns,
      mails,
      requests,
      addFault: faults.add,
      setClock: (value) => {
        offsetMs = value
      },
      reset() {
        mails.length = 0
        requests.length = 0
        offsetMs = 0
        faults.reset()
        for (const standIn of standIns.values()) standIn.reset()
      },
    }),
  )
  for (const [upstream, { routes }] of standIns) {
    app.all(`/${upstream}/*`, async (context) => {
      const path = new URL(context.req.url).pathname.slice(upstream.length + 1)
      const entry = { ...(await describe(context)), upstream, path }
      const receivedAt = new Date(now()).toISOString()
      const fault = faults.take(upstream, path)
      const answer =
        (fault && (await misbehave(fault))) ?? (await pass(context.req.raw, path, routes))
      requests.push({ ...entry, status: answer.status, receivedAt })
      if (requests.length > 10_000) requests.shift()
      return answer
    })
  }
  return { app, deliver: world.send, takeFault: faults.take }
}

/** Finds the stand-ins by listing the directory: `.ts` files in the sources, `.js` files in the build. */
async function findStandIns(): Promise<[string, CreateStandIn][]> {
  const folder = join(import.meta.dirname, 'upstreams')
  const extension = import.meta.filename.endsWith('.ts') ? 'ts' : 'js'
  const names = (await readdir(folder)).toSorted()
  return Promise.all(
    names.map(async (name): Promise<[string, CreateStandIn]> => {
      const url = pathToFileURL(join(folder, name, `index.${extension}`)).href
      const { createStandIn }: { createStandIn: CreateStandIn } = await import(url)
      return [name, createStandIn]
    }),
  )
}

async function describe(context: Context): Promise<Pick<Received, 'method' | 'headers' | 'body'>> {
  const text = await context.req.raw.clone().text()
  return {
    method: context.req.method,
    headers: [...context.req.raw.headers.keys()],
    body: readBody(text),
  }
}

function readBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A body that is not JSON is kept as it is.
    return text
  }
}

/**
 * Forwards the request as if the stand-in had its own host. Request signatures cover the original URL, so a
 * header passes it on.
 */
function pass(request: Request, path: string, routes: Hono): Response | Promise<Response> {
  const url = new URL(request.url)
  url.pathname = path
  const inner = new Request(url, request)
  inner.headers.set('x-sandbox-target', request.url)
  return routes.fetch(inner)
}
