import { createContractPaths } from './openApi/createContractPaths.ts'
import { createCallbackPath, createProxyPath } from './openApi/otherPaths.ts'
import { createSchemas } from './openApi/schemas.ts'

/**
 * The contract between browser and backend as an OpenAPI 3.1 document, made of the same schemas that
 * the client and the server check with. A backend in another language is written from it alone.
 *
 * @see {@link https://spec.openapis.org/oas/v3.1.0}
 * @example
 *  * await writeFile('openapi.json', JSON.stringify(openApiDocument, undefined, 2))
 */
export const openApiDocument = {
  openapi: '3.1.0',
  info: {
    title: 'The Kit: sign-in',
    version: '1',
    license: { name: 'MIT', identifier: 'MIT' },
    description: [
      'What passes between an app in the browser and its own backend, whatever the upstream.',
      'Every answer carries `Cache-Control: no-store`. Every error is an RFC 9457 problem whose `code` is one of a closed list. JSON is UTF-8, without a byte order mark; members that are not listed are refused in requests and may be added to answers.',
      'A request that changes something must carry the `Origin` of the app, and one whose `Sec-Fetch-Site` is `cross-site` or `same-site` is refused. There are no CORS headers. A body is at most 16 KiB.',
      'Cookies are `HttpOnly; Secure; SameSite=Lax; Path=/` with the prefix `__Host-`, sealed, and below 4096 bytes. Without TLS, on a loopback host in development, both attribute and prefix are left out. No answer holds a credential of the upstream.',
      'Operations that are limited say so in `RateLimit-Policy` and `RateLimit`; a refusal adds `Retry-After` in seconds.',
    ].join('\n\n'),
  },
  servers: [
    { url: '/api/auth', description: 'Where the route is mounted; another path is possible.' },
  ],
  paths: { ...createContractPaths(), ...createCallbackPath(), ...createProxyPath() },
  components: {
    schemas: createSchemas(),
    securitySchemes: {
      session: {
        type: 'apiKey',
        in: 'cookie',
        name: '__Host-kit-session',
        description: 'Who is signed in. Holds the upstream session, sealed.',
      },
      login: {
        type: 'apiKey',
        in: 'cookie',
        name: '__Host-kit-login',
        description: 'Which browser is signing in, for minutes. Binds nonce, code and state to it.',
      },
    },
    headers: {
      RetryAfter: {
        description: 'Seconds until trying again makes sense.',
        schema: { type: 'integer', minimum: 0 },
      },
      RateLimit: {
        description:
          'The limit, what is left of it (`r`) and when it is whole again (`t`, seconds).',
        schema: { type: 'string', examples: ['"siwe-verify-per-client";r=9;t=60'] },
      },
      RateLimitPolicy: {
        description: 'The limit: how many (`q`) within how many seconds (`w`).',
        schema: { type: 'string', examples: ['"siwe-verify-per-client";q=10;w=60'] },
      },
      SetCookie: { description: 'See the description.', schema: { type: 'string' } },
    },
  },
}
