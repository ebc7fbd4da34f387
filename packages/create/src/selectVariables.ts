import { upstreams } from './options.ts'
import type { Choice } from './parts.ts'

/** Returns `.env.example` without the variables of other upstreams and methods, and without the choice of the upstream. */
export function selectVariables(
  text: string,
  { upstream, methods }: Pick<Choice, 'upstream' | 'methods'>,
): string {
  const others = upstreams.filter((name) => name !== upstream).map(toPrefix)
  if (!methods.includes('siwe')) others.push('WALLETCONNECT_')
  // Without codes a self-hosted app sends no email.
  if (!methods.includes('otp')) others.push('SMTP_')
  return text
    .split('\n\n')
    .filter((paragraph) => {
      const [, name = ''] = /^(\w+)=/m.exec(paragraph) ?? []
      return name !== 'UPSTREAM' && !others.some((prefix) => name.startsWith(prefix))
    })
    .join('\n\n')
}

/** A self-hosted app needs the address of its mail server, not of an API. */
const toPrefix = (upstream: string) =>
  upstream === 'self-hosted' ? 'SMTP_' : `${upstream.replaceAll('-', '_').toUpperCase()}_`
