import { join } from 'node:path'
import type { Benchmark } from '../Benchmark.ts'
import { openBrowser } from '../browser/openBrowser.ts'
import { servePage } from '../browser/servePage.ts'
import { peersFolder } from '../peers.ts'

export const benchmark: Benchmark = {
  title: 'Typing a code',
  about: `
Six digits into a field of six, in Chromium with its CPU slowed down six times, twelve codes each. From the key's event to
the frame after the next paint could begin, in ms; the main thread's work and its layouts, by the DevTools protocol;
and how often React commits, by its profiling build. Each field is controlled, as a form has it. Ours has its
stylesheet, which draws the cells and the caret; the peers come without one, and are measured without one.

Goals: no slower than the fastest, at most one commit and one layout per key.`,
  async run() {
    const rows: string[][] = []
    let base: number | undefined
    for (const subject of subjects) {
      const { medianMs, p95Ms, taskMs, layouts, commits } = await measure(subject)
      base ??= medianMs
      rows.push([
        subject.name,
        medianMs.toFixed(1),
        p95Ms.toFixed(1),
        taskMs.toFixed(1),
        layouts.toFixed(2),
        commits.toFixed(2),
        (medianMs / base).toFixed(2),
      ])
    }
    const perKey = ['task ms per key', 'layouts per key', 'commits per key']
    return [{ columns: ['', 'median ms', 'p95 ms', ...perKey, '× ours'], rows }]
  },
}

interface Subject {
  name: string
  imports: string
  /** JSX that uses `value` and `setValue`. */
  field: string
  folder: string
  styles?: string
}

const subjects: readonly Subject[] = [
  {
    name: '@kit/react, OtpInput',
    imports: "import { OtpInput } from '@kit/react/otp-input'",
    field: '<OtpInput label="Code" length={6} value={value} onChange={setValue} />',
    folder: join(import.meta.dirname, '../../packages/react'),
    styles: join(import.meta.dirname, '../../packages/react/dist/styles.css'),
  },
  {
    name: 'input-otp',
    imports: "import { OTPInput } from 'input-otp'",
    field: `<OTPInput maxLength={6} value={value} onChange={setValue} render={({ slots }) =>
      <div>{slots.map(({ char, isActive }, index) => <span key={index} data-active={isActive}>{char}</span>)}</div>} />`,
    folder: peersFolder,
  },
  {
    name: '@radix-ui/react-one-time-password-field',
    imports: "import * as Field from '@radix-ui/react-one-time-password-field'",
    field: `<Field.Root value={value} onValueChange={setValue}>
      {cells.map((cell) => <Field.Input key={cell} />)}<Field.HiddenInput /></Field.Root>`,
    folder: peersFolder,
  },
  {
    name: '@base-ui/react, OTP field',
    imports: "import { OTPField } from '@base-ui/react/otp-field'",
    field: `<OTPField.Root length={6} value={value} onValueChange={setValue}>
      {cells.map((cell) => <OTPField.Input key={cell} />)}</OTPField.Root>`,
    folder: peersFolder,
  },
]

/**
 * The page: a controlled field, a counter of its commits, and the time from each key to the frame after its
 * paint.
 */
const createPage = ({ imports, field }: Subject) => `
import { Profiler, useState } from 'react'
import { createRoot } from 'react-dom/profiling'
${imports}
const cells = [0, 1, 2, 3, 4, 5]
const measured = { commits: 0, times: [] }
globalThis.measured = measured
function App() {
  const [value, setValue] = useState('')
  return <Profiler id="field" onRender={() => { measured.commits += 1 }}>
    <button onClick={() => setValue('')}>Empty</button>
    ${field}
  </Profiler>
}
addEventListener('keydown', ({ timeStamp }) => {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => measured.times.push(performance.now() - timeStamp)
    port2.postMessage(undefined)
  })
}, true)
createRoot(document.getElementById('root')).render(<App />)
`

type Measured = { commits: number; times: number[] }

async function measure(subject: Subject) {
  const { folder, styles } = subject
  const served = await servePage({ source: createPage(subject), folder, styles })
  const browser = await openBrowser()
  try {
    const page = await browser.newPage()
    const devtools = await page.context().newCDPSession(page)
    await page.goto(served.url)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 })
    await devtools.send('Performance.enable')
    const readMetrics = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics')
      const find = (name: string) =>
        metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
      return { taskMs: find('TaskDuration') * 1000, layouts: find('LayoutCount') }
    }
    const read = () =>
      page.evaluate(() => (globalThis as unknown as { measured: Measured }).measured)
    const times: number[] = []
    let [commits, taskMs, layouts] = [0, 0, 0]
    for (let round = 0; round <= rounds; round += 1) {
      await page.getByRole('button', { name: 'Empty' }).click()
      await page.locator('input:not([type=hidden])').first().focus()
      const before = await read()
      const workBefore = await readMetrics()
      for (let digit = 1; digit <= 6; digit += 1) {
        await page.keyboard.press(String(digit))
        await page.waitForFunction(
          (count) =>
            (globalThis as unknown as { measured: Measured }).measured.times.length >= count,
          before.times.length + digit,
        )
      }
      const after = await read()
      const workAfter = await readMetrics()
      // The first code is the warm-up.
      if (round === 0) continue
      times.push(...after.times.slice(before.times.length))
      commits += after.commits - before.commits
      taskMs += workAfter.taskMs - workBefore.taskMs
      layouts += workAfter.layouts - workBefore.layouts
    }
    times.sort((one, other) => one - other)
    return {
      medianMs: times[Math.floor(times.length / 2)] ?? Number.NaN,
      p95Ms: times[Math.floor(times.length * 0.95)] ?? Number.NaN,
      taskMs: taskMs / times.length,
      layouts: layouts / times.length,
      commits: commits / times.length,
    }
  } finally {
    await browser.close()
    served.close()
  }
}

const rounds = 12
