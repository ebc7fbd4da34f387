import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../', import.meta.url)
/* Without `doctor/`, a command that operators run: the route never imports it. */
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (path) =>
    path.endsWith('.ts') && !/fixtures\/|^doctor\//.test(path) && !/\.test(-d)?\.ts$/.test(path),
)

/** Names that open a socket, or pass a URL to something that does. */
const openers = [
  /from '(?:node:)?(?:net|tls|dgram|dns|http|https|http2|undici|ws|nodemailer|ioredis|pg|postgres)(?:\/[^']*)?'/,
  /\bimport\(\s*'(?:node:)?(?:net|tls|http|https|http2|undici|ws|nodemailer|ioredis|pg|postgres)/,
  /(?<![.\w])fetch\(/,
  /\bnew (?:WebSocket|XMLHttpRequest|EventSource)\b/,
  /\bcreateRemoteJWKSet\b/,
  /import \{[^}]*\b(?:http|webSocket|fallback|ipc)\b[^}]*\} from 'viem'/,
]

/** Comments contain examples, and types open nothing. */
function readCode(path: string): string {
  return (
    readFileSync(new URL(path, root), 'utf8')
      .replaceAll(/\/\*[\s\S]*?\*\//g, '')
      .replaceAll(/^import type .*$/gm, '')
      .replaceAll(/^import type \{[^}]*\} from .*$/gm, '')
      // An upstream's calls go through the transport, whatever a module calls it.
      .replaceAll(/\bawait fetch\((?=path\b|`\/)|^\s+fetch\(path\b/gm, '')
      .replaceAll(/\basync fetch\(|^\s+fetch\(\n/gm, '')
  )
}

test('security: E-01 only these modules can open a socket', () => {
  const found = sources.filter((path) => {
    const code = readCode(path)
    return openers.some((opener) => opener.test(code))
  })
  // Anything new here must call only a configured host, within a time limit, up to a size, and without
  // redirects.
  expect(found.toSorted()).toEqual([
    'store/postgres/postgresStore.ts',
    'store/redis/createRedisClient.ts',
    'transport/fetchTransport.ts',
    'transport/undiciTransport.ts',
    'upstreams/self-hosted/mail/smtp.ts',
    'upstreams/self-hosted/users/postgresUsers.ts',
  ])
})
