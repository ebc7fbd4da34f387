import { AuthError } from '@kit/core'

/**
 * Calls the upstream, for example to check a signature. If the upstream cannot answer, the attempt does not
 * count. If it certainly did not process the call, the same signature may be sent again.
 *
 * @param undo.refund - gives back the points of the attempt.
 * @param undo.release - makes the used challenge valid again.
 */
export async function undoIfUnanswered<verdict>(
  undo: { refund: () => Promise<void>; release?: () => Promise<void> },
  ask: () => Promise<verdict>,
): Promise<verdict> {
  try {
    return await ask()
  } catch (error) {
    const code = AuthError.is(error) ? error.code : undefined
    // After a timeout the upstream may still have accepted the signature, so the challenge stays used.
    if (code === 'upstream_unavailable' || code === 'store_unavailable') await undo.release?.()
    if (code?.startsWith('upstream_') || code === 'store_unavailable') await undo.refund()
    throw error
  }
}
