import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Browser, chromium } from 'playwright'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AuthProvider, OtpForm, OtpInput } from '../../packages/react/src/index.ts'
import * as browsers from '../machine/browsers.ts'

/* Submits server-rendered HTML in a browser without scripts to a real server. */

const pages: Record<string, string> = {
  '/email': renderToString(createElement(AuthProvider, null, createElement(OtpForm))),
  '/code': renderToString(
    createElement(
      'form',
      { method: 'post' },
      createElement(OtpInput, { name: 'code' }),
      createElement('button', { type: 'submit' }, 'Verify'),
    ),
  ),
}

const requests: { line: string; type: string | undefined; body: string }[] = []
const server = createServer(async (request, response) => {
  const { method, url = '', headers } = request
  const type = headers['content-type']
  requests.push({ line: `${method} ${url}`, type, body: await text(request) })
  response.setHeader('content-type', 'text/html').end(method === 'POST' ? 'Received' : pages[url])
})
const base = () => {
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

let browser: Browser
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  browser = await chromium.launch(browsers.chromium)
})
afterAll(async () => {
  await browser.close()
  server.close()
})

test('security: without scripts the form posts the code, which appears in no URL', async () => {
  requests.length = 0
  const page = await browser.newPage({ javaScriptEnabled: false })
  await page.goto(`${base()}/code`)
  await page.getByLabel('Code').fill('007123')
  await page.getByLabel('Code').press('Enter')
  await page.getByText('Received').waitFor()
  expect(page.url()).toBe(`${base()}/code`)
  expect(requests.filter(({ line }) => !line.endsWith('.ico'))).toEqual([
    { line: 'GET /code', type: undefined, body: '' },
    { line: 'POST /code', type: 'application/x-www-form-urlencoded', body: 'code=007123' },
  ])
  await page.close()
})

test('security: without scripts the email form sends nothing, and keeps the address', async () => {
  requests.length = 0
  const page = await browser.newPage({ javaScriptEnabled: false })
  await page.goto(`${base()}/email`)
  const email = page.getByLabel('Email address')
  await email.fill('ada@example.com')
  await email.press('Enter')
  await page.getByRole('button', { name: 'Continue with email' }).click()
  expect(await email.inputValue()).toBe('ada@example.com')
  expect(page.url()).toBe(`${base()}/email`)
  expect(requests.map(({ line }) => line).filter((line) => !line.endsWith('.ico'))).toEqual([
    'GET /email',
  ])
  await page.close()
})

test('behavior: without scripts an incomplete code is not posted', async () => {
  requests.length = 0
  const page = await browser.newPage({ javaScriptEnabled: false })
  await page.goto(`${base()}/code`)
  await page.getByLabel('Code').fill('007')
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByLabel('Code').fill('007123')
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByText('Received').waitFor()
  expect(requests.map(({ body }) => body).filter(Boolean)).toEqual(['code=007123'])
  await page.close()
})
