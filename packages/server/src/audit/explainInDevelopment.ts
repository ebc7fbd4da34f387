import type { AuthError, ProblemCode } from '@kit/core'
import { docsUrl, getErrorPage } from '@kit/core/internal/errors/docsUrl'
import { problems } from '@kit/core/problems'

/**
 * Prints, in development, what only the developer can fix, such as a wrong key or an origin that is not
 * configured. Each text is printed once, with the page that explains it. In production, `onEvent` receives
 * the same.
 *
 * @param words - what the upstream said, without secrets.
 */
export function explainInDevelopment(
  { code, message, cause }: Pick<AuthError, 'code' | 'message' | 'cause'>,
  words: string | undefined,
): void {
  if (!isDevelopment() || !forDevelopers.has(code)) return
  const { title, detail, hint } = problems[code]
  const said = words === undefined ? '' : ` It said: ${words}`
  // The cause names, for example, a package that is not installed or a port on which no database listens.
  const isOfStore = code === 'store_unavailable' && cause instanceof Error
  const reason = isOfStore ? ` The reason: ${cause.message}` : ''
  const text = `${message === title ? detail : message}${reason}${said} ${hint}`
  // A visitor can influence the text, so the number of printed texts is limited.
  if (printed.has(text) || printed.size >= maxTexts) return
  printed.add(text)
  console.warn(`@kit/server: ${text} See ${getErrorPage(code)}`)
}

/** Prints, in development, why an email with a code was not sent. The user who requested it gets no error. */
export function explainLostMail(error: unknown): void {
  if (!isDevelopment()) return
  // Some clients of mail APIs throw objects that are not errors.
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error
  const reason = String(hasMessage ? error.message : error)
  console.warn(
    `@kit/server: an email with a code could not be sent (${reason}). See ${docsUrl}/self-hosted.md#email`,
  )
}

/** Returns false in an app's tests, so that they print nothing. */
function isDevelopment(): boolean {
  const mode = globalThis.process?.env['NODE_ENV']
  return mode !== 'production' && mode !== 'test'
}

/** Errors that only the developer can cause and fix. */
const forDevelopers: ReadonlySet<ProblemCode> = new Set([
  'method_not_offered',
  'origin_not_allowed',
  'store_unavailable',
  'upstream_blocked',
  'upstream_domain_not_allowed',
  'upstream_invalid_answer',
  'upstream_key_rejected',
  'upstream_timeout',
  'upstream_unavailable',
])

const printed = new Set<string>()
const maxTexts = 50
