import { afterEach, beforeEach, expect, vi } from 'vitest'
import { page } from 'vitest/browser'
import './vitest.setup.css'

/*
 * After a story has played, it must look like its stored picture. What would differ from run to run is held:
 * what is drawn by lot, and the time of day, which goes slowly and does not stand, as later must be later.
 */
const now = Date.UTC(2026, 10, 24, 12)
vi.useFakeTimers({ toFake: ['Date'], now })
setInterval(() => vi.setSystemTime(Date.now() + 1), 20)

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
  // The port is whichever was free.
  for (const { firstChild: text } of document.querySelectorAll('pre'))
    if (text instanceof Text) text.data = text.data.replaceAll(location.host, 'app.example')
  const { width = 448 } = story.parameters['picture'] ?? {}
  await document.fonts.ready
  await page.viewport(width, 240)
  const isOver = document.querySelector('dialog[open], :popover-open, .kit-devtools') !== null
  await page.viewport(width, isOver ? 720 : document.documentElement.scrollHeight)
  await expect(document.body).toMatchScreenshot(`${task.meta.storyId}`)
})

declare module 'vitest' {
  interface TestContext {
    /** What Storybook's plugin has composed. */
    story?: { parameters: { picture?: { width?: number } } }
  }
  interface TaskMeta {
    storyId?: string
  }
}
