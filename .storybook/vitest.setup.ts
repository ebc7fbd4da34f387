import { afterEach, beforeEach, expect, vi } from 'vitest'
import { page } from 'vitest/browser'
import './vitest.setup.css'

/*
 * After a story has played, it must look like its stored picture. Everything that would differ between runs is
 * fixed, such as random values. The clock advances slowly: a stopped clock would break code that compares two
 * times, and with a faster one a busy machine would show fewer seconds in a countdown.
 */
const now = Date.UTC(2026, 10, 24, 12)
vi.useFakeTimers({ toFake: ['Date'], now })
setInterval(() => vi.setSystemTime(Date.now() + 1), 250)

beforeEach(() => {
  vi.setSystemTime(now)
  let last = 0
  vi.spyOn(crypto, 'getRandomValues').mockImplementation((bytes) => {
    if (bytes instanceof Uint8Array) bytes.set(bytes.map(() => ++last * 37))
    return bytes
  })
  vi.spyOn(crypto, 'randomUUID').mockReturnValue('00000000-0000-4000-8000-000000000000')
})

afterEach(async ({ task, story }) => {
  if (task.result?.state === 'fail' || story === undefined) return
  hideWhatVaries()
  const { width = 448 } = story.parameters['picture'] ?? {}
  await document.fonts.ready
  await page.viewport(width, 240)
  const isOver = document.querySelector('dialog[open], :popover-open, .kit-devtools') !== null
  await page.viewport(width, isOver ? 720 : document.documentElement.scrollHeight)
  await expect(document.body).toMatchScreenshot(`${task.meta.storyId}`)
})

/** The port is any free one, and the milliseconds depend on the machine's speed. */
function hideWhatVaries(): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node instanceof Text; node = walker.nextNode()) {
    const text = node.data.replaceAll(location.host, 'app.example').replace(/\.\d{3}Z/g, '.000Z')
    if (text !== node.data) node.data = text
  }
}

declare module 'vitest' {
  interface TestContext {
    /** The story that Storybook's plugin has composed. */
    story?: { parameters: { picture?: { width?: number } } }
  }
  interface TaskMeta {
    storyId?: string
  }
}
