import { setTimeout as wait } from 'node:timers/promises'
import { addScratch, findControl, findField, removeScratch } from './find.ts'
import type { Tab } from './Tab.ts'

/**
 * Creates a tab that uses WebDriver's commands, over any transport.
 *
 * @see {@link https://www.w3.org/TR/webdriver2/}
 */
export function createWebDriverTab({ send, close }: Driver): Tab {
  const run = (script: string, ...args: unknown[]) => send('ExecuteScript', { script, args })

  async function find(script: string, name: string): Promise<string> {
    for (const end = Date.now() + patienceMs; Date.now() < end; await wait(100)) {
      const id = readId(await run(script, name))
      if (id !== undefined) return id
    }
    throw new Error(`There is no “${name}”. The page shows: ${await readText()}`)
  }

  const readText = async () => String(await run('return document.body.innerText'))

  async function type(label: string, text: string): Promise<void> {
    const id = await find(findField, label)
    await send('ElementClick', { id })
    await send('ElementSendKeys', { id, text: text.replaceAll('\n', enter) })
  }

  return {
    async open(url) {
      await send('Navigate', { url })
    },
    async press(name) {
      await send('ElementClick', { id: await find(findControl, name) })
    },
    type,
    async paste(label, text) {
      const scratch = readId(await run(addScratch, text))
      await send('ElementSendKeys', { id: scratch, text: `${control}ac` })
      await run(removeScratch)
      await type(label, `${control}v`)
    },
    async sees(text) {
      for (const end = Date.now() + patienceMs; Date.now() < end; await wait(100))
        if ((await readText()).includes(text)) return
      throw new Error(`The page does not show “${text}”, but: ${await readText()}`)
    },
    run,
    close,
  }
}

/** WebDriver returns an element as an object with this key. */
function readId(found: unknown): string | undefined {
  if (typeof found !== 'object' || found === null) return undefined
  const [id] = Object.values(found)
  return typeof id === 'string' ? id : undefined
}

/** Sends WebDriver's commands. */
export interface Driver {
  send(command: Command, parameters: Record<string, unknown>): Promise<unknown>
  close(): Promise<void>
}

export type Command = 'Navigate' | 'ExecuteScript' | 'ElementClick' | 'ElementSendKeys'

/** @see {@link https://www.w3.org/TR/webdriver2/#keyboard-actions} */
const enter = '\uE007'
const control = '\uE009'
const patienceMs = 20_000
