import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createSandbox } from '../packages/sandbox/dist/index.js'
import { bitbadges } from '../packages/server/dist/upstreams/bitbadges/index.js'

/*
 * Checks the stand-in with BitBadges' client, and checks that this client accepts the tokens of the adapter:
 * `node consumers/judgeBitBadges.ts`, after a build. The first run downloads the client (156 MB).
 */
const folder = join(import.meta.dirname, 'judges')
const install = ['-y', 'pnpm@12.21.0', 'install', '--frozen-lockfile', '--prefer-offline']
execFileSync('npx', [...install, '--ignore-scripts'], { cwd: folder, stdio: 'ignore' })
const entry = createRequire(join(folder, 'package.json')).resolve('bitbadgesjs-sdk')
const { BitBadgesAPI }: { BitBadgesAPI: new (options: object) => Client } = await import(
  pathToFileURL(entry).href
)

const sandbox = await createSandbox().listen()
const apiUrl = `${sandbox.url}/bitbadges`
const apiKey = 'sandbox-api-key'
const app = { client_id: 'demo', client_secret: 'sandbox-client-secret' }
const client = new BitBadgesAPI({ apiUrl, apiKey, convertFunction: BigInt })
const upstream = bitbadges({
  clientId: app.client_id,
  clientSecret: app.client_secret,
  apiKey,
  baseUrl: apiUrl,
  authorizeUrl: `${apiUrl}/siwbb/authorize`,
})
// The client prints every refusal, and some refusals are expected here.
console.error = () => {}
try {
  // 1. A code can be exchanged only once.
  const code = await approve()
  const exchange = { ...app, grant_type: 'authorization_code', code }
  const first = await client.exchangeSIWBBAuthorizationCode(exchange)
  assert.equal(first.verificationResponse?.success, true)
  assert.match(first.address, /^0x[\da-f]{40}$/i)
  await assert.rejects(client.exchangeSIWBBAuthorizationCode(exchange))

  // 2. A renewal contains no verification and replaces both tokens.
  const renewal = { ...app, grant_type: 'refresh_token', refresh_token: first.refresh_token }
  const second = await client.exchangeSIWBBAuthorizationCode(renewal)
  assert.equal(second.verificationResponse, undefined)
  assert.notEqual(second.access_token, first.access_token)
  await assert.rejects(client.exchangeSIWBBAuthorizationCode(renewal))

  // 3. The status of a token, before and after it is revoked.
  await expectStatus(second.access_token, true)
  await client.revokeOauthAuthorization({ token: second.access_token })
  await expectStatus(second.access_token, false)

  // 4. BitBadges' client accepts the tokens that the adapter exchanged and renewed, and sees that the adapter
  // signed out.
  const { tokens, address } = await upstream.exchange({ code: await approve() })
  assert.equal(address, first.address)
  assert.ok(tokens?.refreshToken)
  const renewed = await upstream.refresh(tokens.refreshToken)
  await expectStatus(tokens.accessToken.reveal(), false)
  await expectStatus(renewed.accessToken.reveal(), true)
  console.log('ok: BitBadges’ client works with the stand-in and with the adapter’s tokens')
} finally {
  await sandbox.close()
}

async function expectStatus(token: string, isSignedIn: boolean): Promise<void> {
  client.setAccessToken(token)
  assert.equal((await client.checkIfSignedIn({})).signedIn, isSignedIn)
}

/** Presses "Approve" on the page, and reads the code that it shows. */
async function approve(): Promise<string> {
  const { url } = await upstream.createRequest({ origin: 'https://app.example.com' })
  const page = await (await fetch(url)).text()
  const form = new FormData()
  form.set('address', /<option>(\w+)<\/option>/.exec(page)?.[1] ?? '')
  form.set('answer', 'approve')
  const shown = await (await fetch(url, { method: 'POST', body: form })).text()
  return /<output>(\w+)<\/output>/.exec(shown)?.[1] ?? ''
}

/** The part of the client that is used here. */
interface Client {
  setAccessToken(token: string): void
  exchangeSIWBBAuthorizationCode(payload: object): Promise<{
    address: string
    access_token: string
    refresh_token?: string
    verificationResponse?: { success: boolean }
  }>
  checkIfSignedIn(payload: object): Promise<{ signedIn: boolean }>
  revokeOauthAuthorization(payload: { token: string }): Promise<unknown>
}
