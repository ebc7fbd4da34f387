import { type Options, upstreams } from './options.ts'

/** `.env.example` without the other upstreams' variables, and without the choice between them. */
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

/** A self-hosted app is configured by its mail server, and by no address of an API. */
const toPrefix = (upstream: string) =>
  upstream === 'self-hosted' ? 'SMTP_' : `${upstream.replaceAll('-', '_').toUpperCase()}_`
