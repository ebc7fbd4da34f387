import { repositoryUrl } from '../errors/docsUrl.ts'
import { createContractPaths } from './openApi/createContractPaths.ts'
import { responses } from './openApi/createProblems.ts'
import { exampleComponents } from './openApi/examples.ts'
import { createCallbackPath, createProxyPath } from './openApi/otherPaths.ts'
import { createSchemas } from './openApi/schemas.ts'

const tags = {
  session: 'Sessions: reading, extending and ending them.',
  siwe: 'Sign-In with Ethereum (EIP-4361).',
  otp: 'One-time codes by email.',
  redirect: "Sign-in on the upstream's page.",
  identities:
    "The signed-in user's email addresses and wallets, if the backend keeps its own users.",
  account: "The signed-in user's account as a whole, if the backend keeps its own users.",
  upstream: "Upstream calls with the session's credential.",
}

/**
 * The contract between browser and backend as an OpenAPI 3.1 document, generated from the schemas that the
 * client and the server check with. Use it to write a backend in another language.
 *
 * @see {@link https://spec.openapis.org/oas/v3.1.0}
 * @example
 * * await writeFile('openapi.json', JSON.stringify(openApiDocument, undefined, 2))
 */
export const openApiDocument = {
  openapi: '3.1.0',
  info: {
    title: 'The Kit: sign-in',
    version: '1',
    license: { name: 'MIT', identifier: 'MIT' },
    contact: { name: 'The Kit', url: repositoryUrl },
    description: [
      'The calls between an app in the browser and its backend, the same for every upstream.',
      'Every answer carries `Cache-Control: no-store`. Every error is an RFC 9457 problem whose `code` is one of a closed list. JSON is UTF-8, without a byte order mark. Unlisted members are refused in requests and ignored in answers, so that answers can grow. New methods and statuses may be added too: a client ignores those that it does not know.',
      'Checks run in this order: path and method, origin, content type, size, JSON, schema, limits, then the operation. An operation that is not offered answers `method_not_offered`.',
      'A request that changes something must carry the `Origin` of the app, and one whose `Sec-Fetch-Site` is `cross-site` or `same-site` is refused. There are no CORS headers. A body is at most 16 KiB.',
      'Cookies are `HttpOnly; Secure; SameSite=Lax; Path=/` with the prefix `__Host-`, and below 4096 bytes. Without TLS, on a loopback host in development, they have neither `Secure` nor the prefix. No answer contains an upstream credential.',
      'Rate-limited operations may send `RateLimit-Policy` and `RateLimit`; an answer with status 429 or 503 carries `Retry-After` in whole seconds.',
      'A backend that keeps its own users puts a name of its choice into `upstream`, such as `self-hosted`, and has no `/upstream/*`.',
    ].join('\n\n'),
  },
  servers: [
    { url: '/api/auth', description: 'Where the route is mounted; another path is possible.' },
  ],
  tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
  paths: { ...createContractPaths(), ...createCallbackPath(), ...createProxyPath() },
  components: {
    schemas: createSchemas(),
    examples: exampleComponents,
    responses,
    securitySchemes: {
      session: {
        type: 'apiKey',
        in: 'cookie',
        name: '__Host-kit-session',
        description: 'Identifies the session by a random 256-bit id. Its data is on the server.',
      },
      login: {
        type: 'apiKey',
        in: 'cookie',
        name: '__Host-kit-login',
        description:
          'Identifies the browser that is signing in, for a few minutes. Nonce, code and state are bound to it.',
      },
    },
    headers: {
      RetryAfter: {
        description: 'The number of seconds to wait before the next attempt.',
        schema: { type: 'integer', minimum: 0 },
      },
      RateLimit: {
        description:
          'The limit: how many requests are left (`r`) and in how many seconds it resets (`t`).',
        schema: { type: 'string', examples: ['"siwe-verify-per-client";r=9;t=60'] },
      },
      RateLimitPolicy: {
        description: 'The limit: how many requests (`q`) in how many seconds (`w`).',
        schema: { type: 'string', examples: ['"siwe-verify-per-client";q=10;w=60'] },
      },
      SetCookie: { description: 'See the description.', schema: { type: 'string' } },
    },
  },
}
