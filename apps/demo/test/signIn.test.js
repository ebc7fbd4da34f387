import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createSiweMessage } from '@kit/core'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { testEnv } from '../scripts/command.js'
import { startDevelopment } from '../scripts/startDevelopment.js'

/** The app in development, on free ports. */
let running

before(async () => {
  running = await startDevelopment({ env: testEnv })
})
after(() => running?.close())

const ways = { siwe: signInByWallet, 'email-otp': signInByCode, redirect: signInByRedirect }

test('a user signs in and out with each method that the app offers', async () => {
  const browser = createBrowser()
  const { methods } = await browser.json('GET', '/session')
  assert.ok(methods.length > 0)
  for (const method of methods) {
    await ways[method](browser)
    assert.equal((await browser.json('GET', '/session')).session.method, method)
    assert.equal((await browser.send('DELETE', '/session')).status, 204)
    assert.equal((await browser.json('GET', '/session')).session, null)
  }
})

async function signInByWallet(browser) {
  const account = privateKeyToAccount(generatePrivateKey())
  const { address } = account
  const challenge = await browser.json('POST', '/siwe/challenge', { address, chainId: 1 })
  const message =
    challenge.format === 'text'
      ? challenge.message
      : createSiweMessage(challenge, { address, chainId: 1 })
  const signature = await account.signMessage({ message })
  await browser.json('POST', '/siwe/verify', { message, signature, address })
}

async function signInByCode(browser) {
  const identifier = 'ada@example.com'
  await browser.json('POST', '/otp/start', { identifier })
  const code = await waitForCode(identifier)
  await browser.json('POST', '/otp/verify', { code })
}

/** The email may be sent after the answer. */
async function waitForCode(identifier) {
  for (const _ of Array.from({ length: 100 })) {
    const inbox = await fetch(`${running.sandboxUrl}/_sandbox/inbox?to=${identifier}`)
    const [mail] = await inbox.json()
    if (mail !== undefined) return mail.code
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`No email arrived for ${identifier}.`)
}

async function signInByRedirect(browser) {
  const { url } = await browser.json('POST', '/redirect/start', { returnTo: '/' })
  const page = await (await fetch(url)).text()
  const form = new FormData()
  form.set('address', /<option>(\w+)</.exec(page)[1])
  form.set('answer', 'approve')
  const back = await fetch(url, { method: 'POST', body: form, redirect: 'manual' })
  const { search } = new URL(back.headers.get('location'))
  assert.equal((await browser.send('GET', `/redirect/callback${search}`)).status, 303)
}

/** Creates a client with cookies that calls from the app's page. */
function createBrowser() {
  const jar = new Map()
  const send = async (method, path, body) => {
    const answer = await fetch(`${running.appUrl}/api/auth${path}`, {
      method,
      redirect: 'manual',
      headers: {
        origin: running.appUrl,
        cookie: [...jar].map((pair) => pair.join('=')).join('; '),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      body: body && JSON.stringify(body),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)
      if (/max-age=0/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    return answer
  }
  return {
    send,
    async json(method, path, body) {
      const answer = await send(method, path, body)
      const text = await answer.text()
      assert.ok(answer.ok, `${method} ${path} was answered with ${answer.status}: ${text}`)
      return JSON.parse(text)
    },
  }
}
