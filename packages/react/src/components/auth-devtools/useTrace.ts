import { useEffect, useState } from 'react'
import { type TraceEntry, trace } from '../../login/trace.ts'

/** An entry of the log. */
export interface LogEntry {
  id: number
  /** The time of the event, in ms since the panel was mounted. */
  atMs: number
  title: string
  /** The new status of a sign-in, or the HTTP status and the duration of a request. */
  detail: string
  kind: TraceEntry['kind']
}

/** Returns the latest hundred events, the latest first. */
export function useTrace(): { entries: readonly LogEntry[]; clear: () => void } {
  const [entries, setEntries] = useState<readonly LogEntry[]>([])
  useEffect(() => {
    const start = performance.now()
    let count = 0
    const listen = (entry: TraceEntry) => {
      count += 1
      const atMs = Math.round(performance.now() - start)
      const { title, detail } = describe(entry)
      const line: LogEntry = { id: count, atMs, kind: entry.kind, title, detail }
      setEntries((former) => [line, ...former].slice(0, 100))
      if (entry.kind !== 'request') return
      const settle = (outcome: string) =>
        setEntries((former) =>
          former.map((one) =>
            one.id === line.id
              ? { ...one, detail: `${outcome}, ${Math.round(performance.now() - start - atMs)} ms` }
              : one,
          ),
        )
      entry.answer.then(
        ({ status }) => settle(String(status)),
        () => settle('no answer'),
      )
    }
    trace.listener = listen
    return () => {
      if (trace.listener === listen) trace.listener = undefined
    }
  }, [])
  return { entries, clear: () => setEntries([]) }
}

function describe(entry: TraceEntry): { title: string; detail: string } {
  if (entry.kind === 'event')
    return { title: `${entry.machine}: ${entry.event}`, detail: entry.status }
  return { title: `${entry.method} ${entry.path}`, detail: 'under way' }
}
