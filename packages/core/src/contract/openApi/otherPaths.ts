import { contract } from '../contract.ts'
import { createProblems } from './createProblems.ts'
import { header } from './header.ts'
import { proxyCodes } from './operations.ts'

/** Describes the page to which an upstream sends the browser back. */
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
    'The page posts `{ type: "kit:redirect", code }` to its opener, restricted to its origin, and to the `BroadcastChannel` `kit:redirect`, then closes. `code` is null for a success.'
  return {
    [contract.redirect.callback.path]: {
      get: {
        operationId: 'finishRedirect',
        tags: ['redirect'],
        summary: 'The page to which the upstream sends the browser back',
        description:
          '1. Check that `state` was issued to this browser, has not expired and was not used before. 2. An `error` means that the user declined. 3. Exchange `code` with the upstream; the content of its answer decides, not its status. 4. Open the session. Neither `code` nor `state` reaches a script.',
        security: [{ login: [] }],
        parameters: [
          parameter('state', true, 'The value that was given to the upstream.'),
          parameter('code', false, "The upstream's one-time code."),
          parameter('error', false, 'Present if the user or the upstream declined.'),
        ],
        responses: {
          200: {
            description: `Signed in, without \`returnTo\`. ${channel}`,
            headers: { 'Set-Cookie': header('SetCookie') },
            content: page,
          },
          303: {
            description:
              'Redirects to `returnTo`, with the query parameter `auth_error=<code>` if the sign-in failed.',
            headers: {
              Location: { description: "A path of the app's origin.", schema: { type: 'string' } },
              'Set-Cookie': header('SetCookie'),
            },
          },
          401: {
            description: `Not signed in, without \`returnTo\`: \`redirect_denied\`, \`redirect_state_invalid\` or an error code of the upstream. ${channel}`,
            content: page,
          },
          ...createProblems('finishRedirect', [
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

/** Describes the calls that the backend passes on to the upstream. */
export function createProxyPath(): Record<string, object> {
  const methods = ['get', 'post', 'put', 'patch', 'delete']
  const body = { content: { 'application/json': { schema: {} } } }
  const createMethod = (method: string) => ({
    operationId: `${method}Upstream`,
    tags: ['upstream'],
    summary: "Call the upstream with the session's credential",
    description:
      "Only methods, paths and query parameters on the backend's list are passed on. The only headers of the browser that are passed on are `Content-Type` and `Idempotency-Key`, and the latter is scoped to the user. Redirects are not followed. A 401 from the upstream ends the session.",
    security: [{ session: [] }, {}],
    ...(method === 'get' || method === 'delete' ? {} : { requestBody: body }),
    responses: {
      '2XX': { description: "The upstream's answer without its cookies and credentials.", ...body },
      ...createProblems('passToUpstream', proxyCodes),
    },
  })
  return {
    [contract.proxy.any.path.replace('*', '{path}')]: {
      parameters: [
        {
          name: 'path',
          in: 'path',
          required: true,
          description: "The upstream's path. Slashes are not encoded; dot segments are refused.",
          schema: { type: 'string' },
        },
      ],
      ...Object.fromEntries(methods.map((method) => [method, createMethod(method)])),
    },
  }
}
