import type { AuthContext } from '../AuthContext.ts'
import { problem } from '../problem.ts'
import type { SessionRecord } from './SessionRecord.ts'
import { readRecord, replaceRecord } from './sessionRecords.ts'

/**
 * Changes a session's record. If another request changes it at the same time, reads the new version and tries
 * again.
 *
 * @throws `AuthError` `session_expired` if it has ended; `store_unavailable`.
 */
export async function changeRecord(
  context: AuthContext,
  { id }: Pick<SessionRecord, 'id'>,
  change: (record: SessionRecord) => SessionRecord,
): Promise<SessionRecord> {
  for (;;) {
    const stored = await readRecord(context, id)
    if (stored === undefined) throw problem('session_expired')
    const changed = change(stored.record)
    if (await replaceRecord(context, stored, changed)) return changed
  }
}
