import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import type { Benchmark } from '../Benchmark.ts'
import { besideBestPeer } from '../besideBestPeer.ts'
import { openBrowser } from '../browser/openBrowser.ts'
import { servePage } from '../browser/servePage.ts'
import { median } from '../median.ts'
import { peersFolder } from '../peers.ts'

export const benchmark: Benchmark = {
  title: 'Typing a code',
  about: `
Twelve codes of six digits are typed into each field, in turns, in Chromium with its CPU slowed down six times. The times are
from the key's event to the frame after the next paint could begin, in ms. The main thread's work and its layouts come from
the DevTools protocol, and the number of React's commits from its profiling build. Each field is controlled, as in a form. The
Kit's field has its stylesheet. The peers come without one and are drawn as in their examples: cells, a ring around the active
cell, and the caret.`,
  async run() {
    const browser = await openBrowser()
    const fields: Field[] = []
    const codes: Code[][] = subjects.map(() => [])
    try {
      for (const subject of subjects) fields.push(await openField(browser, subject))
      for (let round = 0; round <= rounds; round += 1)
        for (const [index, { typeCode }] of fields.entries()) {
          const code = await typeCode()
          // The first code is the warm-up.
          if (round > 0) codes[index]?.push(code)
        }
    } finally {
      await browser.close()
      for (const { close } of fields) close()
    }
    const medians = codes.map((ofOne) => median(ofOne.flatMap(({ times }) => times)))
    const rows = subjects.map(({ name }, index) => {
      const ofOne = codes[index] ?? []
      const times = ofOne.flatMap((code) => code.times).sort((one, other) => one - other)
      return [
        name,
        medians[index]?.toFixed(1) ?? '',
        times[Math.floor(times.length * 0.95)]?.toFixed(1) ?? '',
        average(ofOne, 'taskMs').toFixed(1),
        average(ofOne, 'layouts').toFixed(2),
        average(ofOne, 'commits').toFixed(2),
        ((medians[index] ?? 0) / (medians[0] ?? 0)).toFixed(2),
      ]
    })
    const columns = ['task ms per key', 'layouts per key', 'commits per key']
    const find = (key: 'layouts' | 'commits') => average(codes[0] ?? [], key)
    return {
      tables: [{ columns: ['subject', 'median ms', 'p95 ms', ...columns, '× ours'], rows }],
      goals: [
        {
          what: 'a key, compared with the fastest peer',
          atMost: 1,
          measured: besideBestPeer(subjects, medians),
        },
        { what: 'layouts per key', atMost: 1, measured: find('layouts') },
        { what: 'commits per key', atMost: 1, measured: find('commits') },
      ],
    }
  },
}

/** The average per key. */
function average(codes: readonly Code[], key: 'taskMs' | 'layouts' | 'commits'): number {
  return codes.reduce((sum, code) => sum + code[key], 0) / (codes.length * digits.length)
}

interface Subject {
  name: string
  imports: string
  /** JSX that uses `value` and `setValue`. */
  field: string
  folder: string
  styles: string
}

const peersStyles = join(import.meta.dirname, 'typing/peers.css')

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
    styles: peersStyles,
  },
  {
    name: '@radix-ui/react-one-time-password-field',
    imports: "import * as Field from '@radix-ui/react-one-time-password-field'",
    field: `<Field.Root value={value} onValueChange={setValue}>
      {cells.map((cell) => <Field.Input key={cell} />)}<Field.HiddenInput /></Field.Root>`,
    folder: peersFolder,
    styles: peersStyles,
  },
  {
    name: '@base-ui/react, OTP field',
    imports: "import { OTPField } from '@base-ui/react/otp-field'",
    field: `<OTPField.Root length={6} value={value} onValueChange={setValue}>
      {cells.map((cell) => <OTPField.Input key={cell} />)}</OTPField.Root>`,
    folder: peersFolder,
    styles: peersStyles,
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

/** The measurements for one typed code. */
interface Code {
  readonly times: readonly number[]
  readonly taskMs: number
  readonly layouts: number
  readonly commits: number
}

interface Field {
  typeCode(): Promise<Code>
  close(): void
}

async function openField(browser: Browser, subject: Subject): Promise<Field> {
  const { folder, styles } = subject
  const served = await servePage({ source: createPage(subject), folder, styles })
  const page = await browser.newPage()
  const devtools = await page.context().newCDPSession(page)
  await page.goto(served.url)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 })
  await devtools.send('Performance.enable')

  async function read() {
    const { metrics } = await devtools.send('Performance.getMetrics')
    const find = (name: string) =>
      metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
    const { times, commits } = await page.evaluate(
      () => (globalThis as unknown as { measured: Measured }).measured,
    )
    return { times, commits, taskMs: find('TaskDuration') * 1000, layouts: find('LayoutCount') }
  }

  return {
    async typeCode() {
      await page.bringToFront()
      await page.getByRole('button', { name: 'Empty' }).click()
      await page.locator('input:not([type=hidden])').first().focus()
      const before = await read()
      for (const [index, digit] of digits.entries()) {
        await page.keyboard.press(digit)
        await page.waitForFunction(
          (count) =>
            (globalThis as unknown as { measured: Measured }).measured.times.length >= count,
          before.times.length + index + 1,
        )
      }
      const after = await read()
      return {
        times: after.times.slice(before.times.length),
        commits: after.commits - before.commits,
        taskMs: after.taskMs - before.taskMs,
        layouts: after.layouts - before.layouts,
      }
    },
    close: served.close,
  }
}

const digits = ['1', '2', '3', '4', '5', '6']
const rounds = 12
