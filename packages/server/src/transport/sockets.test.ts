import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../', import.meta.url)
/* Except `doctor/`, a command for operators that the route never imports. */
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (path) =>
    path.endsWith('.ts') && !/fixtures\/|^doctor\//.test(path) && !/\.test(-d)?\.ts$/.test(path),
)

/** Functions that open a socket, or that pass a URL to one that does. */
const openers = [
  /from '(?:node:)?(?:net|tls|dgram|dns|http|https|http2|undici|ws|nodemailer|ioredis|pg|postgres)(?:\/[^']*)?'/,
  /\bimport\(\s*'(?:node:)?(?:net|tls|http|https|http2|undici|ws|nodemailer|ioredis|pg|postgres)/,
  /(?<![.\w])fetch\(/,
  /\bnew (?:WebSocket|XMLHttpRequest|EventSource)\b/,
  /\bcreateRemoteJWKSet\b/,
  /import \{[^}]*\b(?:http|webSocket|fallback|ipc)\b[^}]*\} from 'viem'/,
]

/** Removes comments and types, which may contain these names. */
function readCode(path: string): string {
  return (
    readFileSync(new URL(path, root), 'utf8')
      .replaceAll(/\/\*[\s\S]*?\*\//g, '')
      .replaceAll(/^import type .*$/gm, '')
      .replaceAll(/^import type \{[^}]*\} from .*$/gm, '')
      // An upstream's calls go through the transport, under whatever name a module has it.
      .replaceAll(/\bawait fetch\((?=path\b|`\/)|^\s+fetch\(path\b/gm, '')
      .replaceAll(/\basync fetch\(|^\s+fetch\(\n/gm, '')
  )
}

test('security: E-01 only these modules can open a socket', () => {
  const found = sources.filter((path) => {
    const code = readCode(path)
    return openers.some((opener) => opener.test(code))
  })
  // Before you add a module here: it may call only a configured host, with a time limit and a size limit, and
  // must not follow redirects.
  expect(found.toSorted()).toEqual([
    'store/postgres/postgresStore.ts',
    'store/redis/createRedisClient.ts',
    'transport/fetchTransport.ts',
    'transport/undiciTransport.ts',
    'upstreams/self-hosted/mail/createMailTransport.ts',
    'upstreams/self-hosted/users/postgresUsers.ts',
  ])
})
