import type { AuthContext } from '../AuthContext.ts'
import { defaultLimits, type LimitName } from '../limits/defaultLimits.ts'
import { findUser } from './findUser.ts'
import { foldMailbox } from './foldMailbox.ts'
import { normalizeIdentifier } from './normalizeIdentifier.ts'

/** Resets the counters of a user, of a client, of one client's guesses for one user, or of the whole app. */
export async function liftLimits(
  context: AuthContext,
  { identifier, client }: { identifier?: string | undefined; client?: string | undefined } = {},
): Promise<void> {
  const { limits } = context
  const address = identifier === undefined ? undefined : normalizeIdentifier(identifier)
  const userKey = address === undefined ? undefined : (await findUser(context, address)).userKey
  const reset = (key: string, names: readonly LimitName[]) =>
    Promise.all(names.map((name) => limits.reset(name, key)))
  if (address !== undefined && userKey !== undefined) {
    const mailbox = await context.keys.pseudonym(`mailbox:${foldMailbox(address)}`)
    await reset(mailbox, ['otp-mails-per-mailbox'])
    await reset(`mailbox:${mailbox}`, ['otp-resend-pause'])
    await reset(userKey, ['otp-wrong-per-user', 'otp-mails-per-user'])
    await reset(`user:${userKey}`, ['otp-resend-pause'])
  }
  if (client !== undefined) {
    const names = Object.keys(defaultLimits) as LimitName[]
    await reset(
      client,
      names.filter((name) => name.endsWith('-per-client')),
    )
    if (userKey !== undefined)
      await reset(`${client}:${userKey}`, ['otp-wrong-per-client-and-user'])
  }
  if (userKey === undefined && client === undefined)
    await reset('all', ['otp-start-global', 'otp-wrong-global'])
}
