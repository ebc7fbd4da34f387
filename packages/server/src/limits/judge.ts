import { AuthError } from '@kit/core'

/**
 * Asks the upstream, such as for a check of a signature. If it cannot answer, the attempt costs nothing, and the same
 * signature may be sent again if it certainly did not lead to a sign-in.
 *
 * @param undo.refund - refunds the cost of the attempt.
 * @param undo.release - makes what was used up valid again.
 */
export async function judge<verdict>(
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
