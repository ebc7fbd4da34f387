import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'
import { untilClosed } from '../fixtures/untilClosed.ts'
import { toNodeListener } from './node.ts'

let backend: Awaited<ReturnType<typeof startBackend>>
const server = createServer((request, response) => {
  toNodeListener(backend.auth)(request, response)
})
beforeAll(async () => {
  backend = await startBackend()
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await backend.close()
})

/** Sends exactly these bytes, and reads until the connection ends. */
async function exchange(text: string): Promise<string> {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No free port was found.')
  const socket = connect(address.port, '127.0.0.1')
  let answer = ''
  socket.on('data', (data) => {
    answer += data
  })
  socket.write(text)
  await untilClosed(socket)
  return answer
}

const head = (target: string, ...more: string[]) =>
  [`GET ${target} HTTP/1.1`, 'Host: x', 'Connection: close', ...more, '', ''].join('\r\n')

test('default: a request is answered, with the content length', async () => {
  const answer = await exchange(head('/api/auth/session'))
  expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  expect(answer).toMatch(/\r\ncontent-length: \d+\r\n/i)
  expect(answer).not.toMatch(/transfer-encoding/i)
})

test('security: a target with two slashes is a path that does not exist', async () => {
  expect(await exchange(head('//x/api/auth/session'))).toMatch(/^HTTP\/1\.1 404 /)
})

test('security: a target that is not a path gets a problem like any other', async () => {
  const answer = await exchange(head('*'))
  expect(answer).toMatch(/^HTTP\/1\.1 404 /)
  expect(answer).toMatch(/\r\ncache-control: no-store\r\n/i)
  expect(answer).toContain('"code":"not_found"')
})

test('security: two origins are refused', async () => {
  const own = 'Origin: https://app.example.com'
  expect(await exchange(head('/api/auth/session', own))).toMatch(/^HTTP\/1\.1 200 /)
  const answer = await exchange(head('/api/auth/session', own, 'Origin: https://evil.example'))
  expect(answer).toMatch(/^HTTP\/1\.1 403 /)
  expect(answer).toContain('origin_not_allowed')
})

test('security: two content types are refused', async () => {
  const answer = await exchange(
    [
      'POST /api/auth/siwe/challenge HTTP/1.1',
      'Host: x',
      'Connection: close',
      'Origin: https://app.example.com',
      'Content-Type: application/json',
      'Content-Type: text/plain',
      'Content-Length: 2',
      '',
      '{}',
    ].join('\r\n'),
  )
  expect(answer).toMatch(/^HTTP\/1\.1 415 /)
})

test('security: a body without a length is read only up to the limit', async () => {
  const chunk = `4000\r\n${' '.repeat(0x4000)}\r\n`
  const answer = await exchange(
    [
      'POST /api/auth/siwe/challenge HTTP/1.1',
      'Host: x',
      'Connection: close',
      'Origin: https://app.example.com',
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
      '',
      chunk + chunk,
    ].join('\r\n'),
  )
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
})
