import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeRecoveries } from './generateRecoveries/writeRecoveries.ts'

/* Writes `recoveries.ts` of `@kit/core`, the part of the table of error codes that a browser loads. */
writeFileSync(
  join(import.meta.dirname, '../packages/core/src/errors/recoveries.ts'),
  writeRecoveries(),
)
