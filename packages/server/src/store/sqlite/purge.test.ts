import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { expect, test } from 'vitest'
import { sqliteStore } from './sqliteStore.ts'

test('security: R-10 expired rows of a flood are deleted from a SQLite file in batches, as fast as they were added', async () => {
  let nowMs = Date.now()
  const folder = mkdtempSync(join(tmpdir(), 'kit-flood-'))
  const file = join(folder, 'auth.sqlite')
  const store = sqliteStore({ file, now: () => nowMs })
  await store.ping()
  const database = new Database(file)
  const insert = database.prepare('INSERT INTO kit_counters VALUES (?, 1, ?)')
  database.exec('BEGIN')
  for (let number = 0; number < 3500; number += 1) insert.run(`flood:${number}`, nowMs + 1000)
  database.exec('COMMIT')
  const count = () => database.prepare('SELECT key FROM kit_counters').all().length
  nowMs += 20_000
  await store.ping()
  expect(count()).toBe(2500)
  for (let turn = 0; turn < 3; turn += 1) {
    nowMs += 100
    await store.ping()
  }
  expect(count()).toBe(0)
  database.close()
  await store.close()
  await rm(folder, { recursive: true })
})
