import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createWebDriverTab } from './createWebDriverTab.ts'
import type { Tab } from './Tab.ts'

/**
 * Starts Firefox and controls it by Marionette, which has WebDriver's commands. Playwright cannot control
 * versions this old.
 *
 * @see {@link https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html}
 */
export async function startFirefox(path: string, preferences: Preferences = {}): Promise<Tab> {
  const profile = mkdtempSync(join(tmpdir(), 'kit-firefox-'))
  const all = { ...quiet, ...preferences }
  const lines = Object.entries(all).map(
    ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`,
  )
  writeFileSync(join(profile, 'user.js'), lines.join(''))
  const firefox = spawn(path, ['--headless', '--marionette', '--profile', profile], {
    stdio: 'ignore',
  })
  const ended = once(firefox, 'exit')
  const portFile = join(profile, 'MarionetteActivePort')
  while (!existsSync(portFile) || readFileSync(portFile, 'utf8') === '') {
    if (firefox.exitCode !== null) throw new Error(`${path} ended with ${firefox.exitCode}.`)
    await wait(100)
  }
  const socket = connect(Number(readFileSync(portFile, 'utf8')), '127.0.0.1')
  const send = createClient(socket)
  await send('NewSession', {})
  return createWebDriverTab({
    send,
    async close() {
      socket.destroy()
      firefox.kill()
      await ended
      rmSync(profile, { recursive: true, force: true })
    },
  })
}

type Preferences = Readonly<Record<string, string | number | boolean>>

const quiet: Preferences = {
  'marionette.port': 0,
  'app.update.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'http://127.0.0.1:1/',
  'toolkit.telemetry.enabled': false,
  'intl.accept_languages': 'en-GB',
}

/**
 * Each packet is its length, a colon, and JSON: `[0, id, command, parameters]`, answered with
 * `[1, id, error, result]`.
 */
function createClient(socket: Socket) {
  const waiting = new Map<number, (answer: { error: unknown; result: unknown }) => void>()
  let received = Buffer.alloc(0)
  let count = 0
  const isGreeted = new Promise<void>((resolve) => {
    socket.on('data', (data) => {
      received = Buffer.concat([received, data])
      for (;;) {
        const colon = received.indexOf(':')
        const length = Number(received.subarray(0, Math.max(colon, 0)).toString())
        if (colon < 0 || received.length < colon + 1 + length) return
        const packet: unknown = JSON.parse(
          received.subarray(colon + 1, colon + 1 + length).toString(),
        )
        received = received.subarray(colon + 1 + length)
        if (!Array.isArray(packet)) resolve()
        else waiting.get(packet[1])?.({ error: packet[2], result: packet[3] })
      }
    })
  })
  return async (command: string, parameters: Record<string, unknown>): Promise<unknown> => {
    await isGreeted
    const id = ++count
    const answer = new Promise<{ error: unknown; result: unknown }>((resolve) =>
      waiting.set(id, resolve),
    )
    const text = JSON.stringify([0, id, `WebDriver:${command}`, parameters])
    socket.write(`${Buffer.byteLength(text)}:${text}`)
    const { error, result } = await answer
    if (error !== null) throw new Error(`Firefox: ${JSON.stringify(error)}`)
    return typeof result === 'object' && result !== null && 'value' in result
      ? result.value
      : result
  }
}
