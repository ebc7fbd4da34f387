import { createServer, type Server } from 'node:http'
import type { Readable } from 'node:stream'
import { importPeer } from '../../../peers.ts'

/** A proxy without any checks: any path, to one host, by `undici.request`. */
export async function startUndiciPassThrough({ stub }: { stub: string }): Promise<Server> {
  const { request: ask } = await importPeer<{
    request(url: string): Promise<{ statusCode: number; body: Readable }>
  }>('undici')
  return createServer(async (request, response) => {
    const { statusCode, body } = await ask(`${stub}${request.url}`)
    response.writeHead(statusCode, { 'content-type': 'application/json' })
    body.pipe(response)
  })
}

/** A proxy without any checks, by `fetch`. */
export async function startFetchPassThrough({ stub }: { stub: string }): Promise<Server> {
  return createServer(async (request, response) => {
    const answer = await fetch(`${stub}${request.url}`)
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(new Uint8Array(await answer.arrayBuffer()))
  })
}
