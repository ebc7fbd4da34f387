import { contract } from '../contract.ts'
import { createProblems } from './createProblems.ts'
import { header } from './header.ts'
import { proxyCodes } from './operations.ts'

/** The page that an upstream sends the browser back to. */
export function createCallbackPath(): Record<string, object> {
  const parameter = (name: string, required: boolean, description: string) => ({
    name,
    in: 'query',
    required,
    description,
    schema: { type: 'string' },
  })
  const page = { 'text/html': { schema: { type: 'string' } } }
  const channel =
    'The page posts `{ type: "kit:redirect", code }` to its opener, on the own origin alone, and to the `BroadcastChannel` `kit:redirect`, then closes; `code` is null for a success.'
  return {
    [contract.redirect.callback.path]: {
      get: {
        operationId: 'finishRedirect',
        tags: ['redirect'],
        summary: "Where the upstream's page sends the browser back to",
        description:
          '1. `state` is the one of this browser, in time, and comes once. 2. An `error` is a refusal of the user. 3. The upstream exchanges `code`; what it says decides, not its status. 4. Open the session. Neither `code` nor `state` reaches a script.',
        security: [{ login: [] }],
        parameters: [
          parameter('state', true, 'As it was given to the upstream.'),
          parameter('code', false, "The upstream's one-time code."),
          parameter('error', false, 'Present when the user or the upstream said no.'),
        ],
        responses: {
          200: {
            description: `Signed in, and no \`returnTo\` was given. ${channel}`,
            headers: { 'Set-Cookie': header('SetCookie') },
            content: page,
          },
          303: {
            description:
              'To `returnTo`; with the query parameter `auth_error=<code>` when it did not work.',
            headers: {
              Location: { description: 'A path of the own origin.', schema: { type: 'string' } },
              'Set-Cookie': header('SetCookie'),
            },
          },
          401: {
            description: `Not signed in, and no \`returnTo\` was given: \`redirect_denied\`, \`redirect_state_invalid\` or a code of the upstream. ${channel}`,
            content: page,
          },
          ...createProblems([
            'internal_error',
            'method_not_allowed',
            'method_not_offered',
            'rate_limited',
            'store_unavailable',
            'url_too_long',
          ]),
        },
      },
    },
  }
}

/** What passes to the upstream. */
export function createProxyPath(): Record<string, object> {
  const methods = ['get', 'post', 'put', 'patch', 'delete']
  const body = { content: { 'application/json': { schema: {} } } }
  const createMethod = (method: string) => ({
    operationId: `${method}Upstream`,
    tags: ['upstream'],
    summary: 'Ask the upstream, with the credential of the session',
    description:
      "Only what is on the list of the backend passes: method, path and query parameters. None of the browser's headers does but `Content-Type` and `Idempotency-Key`, the latter scoped to the user. No redirect is followed. A 401 of the upstream ends the session.",
    security: [{ session: [] }, {}],
    ...(method === 'get' || method === 'delete' ? {} : { requestBody: body }),
    responses: {
      '2XX': { description: "The upstream's answer, less its cookies and credentials.", ...body },
      ...createProblems(proxyCodes),
    },
  })
  return {
    [contract.upstream.any.path.replace('*', '{path}')]: {
      parameters: [
        {
          name: 'path',
          in: 'path',
          required: true,
          description: "The upstream's path. Holds slashes, as they are; nothing that could climb.",
          schema: { type: 'string' },
        },
      ],
      ...Object.fromEntries(methods.map((method) => [method, createMethod(method)])),
    },
  }
}
