import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { findFreePort } from '../../packages/server/src/fixtures/startRedis.ts'
import { type Command, createWebDriverTab } from './createWebDriverTab.ts'
import type { Tab } from './Tab.ts'

/** Starts the MiniBrowser of WebKitGTK on a virtual screen, through its WebDriver. */
export async function startWebKit(driverPath: string): Promise<Tab> {
  const screen = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x900x24'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [display] = await once(screen.stdout, 'data')
  const port = await findFreePort()
  const driver = spawn(driverPath, [`--port=${port}`], {
    env: { ...process.env, DISPLAY: `:${String(display).trim()}` },
    stdio: 'ignore',
  })
  const url = `http://127.0.0.1:${port}/session`
  const session = await retry(() => call('POST', url, { capabilities: { alwaysMatch: {} } }))
  const id = readText(session, 'sessionId')

  return createWebDriverTab({
    send: (command, { id: element, ...parameters }) =>
      call('POST', `${url}/${id}/${paths[command].replace('{id}', String(element))}`, parameters),
    async close() {
      await call('DELETE', `${url}/${id}`)
      driver.kill()
      screen.kill()
    },
  })
}

/** @see {@link https://www.w3.org/TR/webdriver2/#endpoints} */
const paths: Record<Command, string> = {
  Navigate: 'url',
  ExecuteScript: 'execute/sync',
  ElementClick: 'element/{id}/click',
  ElementSendKeys: 'element/{id}/value',
}

async function call(method: string, url: string, body?: object): Promise<unknown> {
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer: unknown = await response.json()
  const value = typeof answer === 'object' && answer !== null && 'value' in answer && answer.value
  if (!response.ok) throw new Error(`WebKit: ${readText(value, 'message')}`)
  return value
}

function readText(value: unknown, name: string): string {
  return typeof value === 'object' && value !== null ? String(Reflect.get(value, name)) : ''
}

/** The driver does not report when it is ready. */
async function retry<type>(attempt: () => Promise<type>): Promise<type> {
  for (let left = 100; left > 0; left -= 1) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      await wait(100)
    }
  }
  return attempt()
}
