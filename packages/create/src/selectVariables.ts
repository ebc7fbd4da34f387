import { type Options, upstreams } from './options.ts'

/** Returns `.env.example` without the variables of other upstreams, and without the choice between them. */
export function selectVariables(text: string, upstream: Options['upstream']): string {
  const others = upstreams.filter((name) => name !== upstream).map(toPrefix)
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
