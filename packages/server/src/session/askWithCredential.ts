import type { AuthContext } from '../AuthContext.ts'
import { ensureCredential, renewCredential } from './renewCredential.ts'
import type { SessionRecord } from './SessionRecord.ts'

/**
 * Calls the upstream with a valid credential. A credential that is about to expire is renewed first. If the
 * upstream refuses it, it is renewed, unless another request has already done so, and the call is repeated
 * once.
 *
 * @param options.canRepeat - whether the call may be repeated. Default true.
 * @param options.isFinal - whether a 401 means something other than an expired credential.
 * @throws `AuthError` `session_expired` if the renewal is refused or lost.
 */
export async function askWithCredential<answer extends { readonly status: number }>(
  context: AuthContext,
  record: SessionRecord,
  askAs: (record: SessionRecord) => Promise<answer>,
  options: { canRepeat?: boolean; isFinal?: boolean } = {},
): Promise<{ record: SessionRecord; answer: answer }> {
  const { canRepeat = true, isFinal = false } = options
  const current = await ensureCredential(context, record)
  const answer = await askAs(current)
  if (answer.status !== 401 || isFinal || context.upstream.renew === undefined)
    return { record: current, answer }
  // Without this check, a refusal of the app's key would use up every user's refresh token.
  if ((await context.upstream.isKeyAccepted?.()) === false) return { record: current, answer }
  const renewed = await renewCredential(context, current)
  return { record: renewed, answer: canRepeat ? await askAs(renewed) : answer }
}
