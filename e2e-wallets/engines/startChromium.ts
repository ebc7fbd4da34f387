import { chromium, type ElementHandle } from '@playwright/test'
import * as machine from '../../scripts/machine/browsers.ts'
import { addScratch, findControl, findField, removeScratch } from './find.ts'
import type { Tab } from './Tab.ts'

/** Starts a Chromium. Playwright can control even old versions. */
export async function startChromium(executablePath: string): Promise<Tab> {
  const browser = await chromium.launch({ ...machine.chromium, executablePath })
  const page = await browser.newPage()

  async function find(body: string, name: string): Promise<ElementHandle<HTMLElement>> {
    const found = await page.waitForFunction(call<HTMLElement | null>, { body, parameters: [name] })
    const element = found.asElement()
    if (element === null) throw new Error(`There is no “${name}”.`)
    return element
  }

  return {
    async open(url) {
      await page.goto(url)
    },
    press: async (name) => (await find(findControl, name)).click(),
    async type(label, text) {
      await (await find(findField, label)).click()
      for (const key of text) await page.keyboard.press(key === '\n' ? 'Enter' : key)
    },
    async paste(label, text) {
      await page.evaluate(call<unknown>, { body: addScratch, parameters: [text] })
      await page.locator('body > textarea').press('Control+A')
      await page.keyboard.press('Control+C')
      await page.evaluate(call<unknown>, { body: removeScratch, parameters: [] })
      await (await find(findField, label)).click()
      await page.keyboard.press('Control+V')
    },
    sees: async (text) => page.getByText(text).first().waitFor({ timeout: 20_000 }),
    run: (body, ...parameters) => page.evaluate(call<unknown>, { body, parameters }),
    close: () => browser.close(),
  }
}

function call<type>({ body, parameters }: { body: string; parameters: unknown[] }): type {
  return new Function(body).apply(undefined, parameters)
}
