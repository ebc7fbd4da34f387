import { useEffect, useState } from 'react'
import { type TraceEntry, trace } from '../../login/trace.ts'

/** A line of the log. */
export interface LogEntry {
  id: number
  /** ms since the panel was mounted. */
  atMs: number
  title: string
  /** A status, or an HTTP status with its duration. */
  detail: string
  kind: TraceEntry['kind']
}

/** The latest hundred events, newest first. */
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
