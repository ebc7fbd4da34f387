import { Profiler } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { useCountdown } from './useCountdown.ts'

const start = Date.parse('2030-01-01T00:00:00Z')
let isHidden = false
const visibility = vi.spyOn(document, 'visibilityState', 'get')

beforeEach(() => {
  isHidden = false
  visibility.mockImplementation(() => (isHidden ? 'hidden' : 'visible'))
  vi.useFakeTimers({ now: start, toFake: ['Date', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

function Countdown({ seconds }: { seconds: number }) {
  return <output>{useCountdown(start + seconds * 1000)}</output>
}

/** Advances the time as in a browser, with a commit after each tick that changes something. */
async function pass(seconds: number) {
  for (let tick = 0; tick < seconds * 4; tick += 1) {
    await vi.advanceTimersByTimeAsync(250)
    await new Promise((resolve) => setTimeout(resolve))
  }
}

async function show(...seconds: readonly number[]) {
  const onRender = vi.fn()
  await render(
    <Profiler id="countdowns" onRender={onRender}>
      {seconds.map((one) => (
        <Countdown key={one} seconds={one} />
      ))}
    </Profiler>,
  )
  onRender.mockClear()
  return onRender
}

const shown = () =>
  page
    .getByRole('status')
    .elements()
    .map(({ textContent }) => textContent)

test('default', async () => {
  await show(60)
  expect(shown()).toEqual(['60'])
  await pass(3)
  expect(shown()).toEqual(['57'])
})

test('behavior: any number of countdowns cause one commit per second', async () => {
  const onRender = await show(60, 300, 600)
  await pass(10)
  expect(shown()).toEqual(['50', '290', '590'])
  expect(onRender).toHaveBeenCalledTimes(10)
})

test('behavior: a hidden page does not commit, and is up to date as soon as it is visible', async () => {
  const onRender = await show(60, 600)
  isHidden = true
  document.dispatchEvent(new Event('visibilitychange'))
  await pass(5)
  expect(onRender).not.toHaveBeenCalled()
  isHidden = false
  document.dispatchEvent(new Event('visibilitychange'))
  await expect.poll(shown).toEqual(['55', '595'])
  expect(onRender).toHaveBeenCalledTimes(1)
})

test('behavior: the countdown ends at 0 and stays there', async () => {
  await show(2)
  await pass(4)
  expect(shown()).toEqual(['0'])
})
