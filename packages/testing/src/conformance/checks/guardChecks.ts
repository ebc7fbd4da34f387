import type { Check } from '../Check.ts'
import type { Visitor } from '../createVisitor.ts'
import { expectRefusal, isSignedIn } from './expectRefusal.ts'
import { needsIdentities } from './identityChecks.ts'
import { type StateChanging, stateChanging } from './stateChanging.ts'

interface Guard {
  readonly name: string
  readonly says: string
  readonly fix: string
  readonly codes: readonly string[]
  /** Whether the check changes the body. */
  readonly isOfBody: boolean
  readonly change: (body: object | undefined, origin: string) => Visitor.Init
}

/** Checks of the guards, which refuse a request before any work is done for it. */
const guards: readonly Guard[] = [
  {
    name: 'origin',
    says: 'A request from another site is refused',
    fix: 'Compare Origin with the app’s, and answer 403 origin_not_allowed.',
    codes: ['origin_not_allowed'],
    isOfBody: false,
    change: (body) => ({ body, headers: { origin: 'https://evil.example' } }),
  },
  {
    name: 'origin-suffix',
    says: 'A request from a site whose name only begins or ends like the app’s is refused',
    fix: 'Compare the whole Origin, not a part of it.',
    codes: ['origin_not_allowed'],
    isOfBody: false,
    change: (body, origin) => ({ body, headers: { origin: `${origin}.evil.example` } }),
  },
  {
    name: 'origin-null',
    says: 'A request from a sandboxed page is refused',
    fix: 'Refuse Origin: null.',
    codes: ['origin_not_allowed'],
    isOfBody: false,
    change: (body) => ({ body, headers: { origin: 'null' } }),
  },
  {
    name: 'no-origin',
    says: 'A request that does not name its page is refused',
    fix: 'Require the header Origin for everything that changes something.',
    codes: ['origin_not_allowed'],
    isOfBody: false,
    change: (body) => ({ body, headers: { origin: null, 'sec-fetch-site': null } }),
  },
  {
    name: 'cross-site',
    says: 'A request that the browser calls cross-site is refused',
    fix: 'Refuse Sec-Fetch-Site: cross-site, whatever Origin says.',
    codes: ['origin_not_allowed'],
    isOfBody: false,
    change: (body) => ({ body, headers: { 'sec-fetch-site': 'cross-site' } }),
  },
  {
    name: 'same-site',
    says: 'A request from a neighbouring subdomain is refused',
    fix: 'Refuse Sec-Fetch-Site: same-site, whatever Origin says.',
    codes: ['origin_not_allowed'],
    isOfBody: false,
    change: (body) => ({ body, headers: { 'sec-fetch-site': 'same-site' } }),
  },
  {
    name: 'content-type',
    says: 'A body that is not application/json is refused, since forms of other sites can send it',
    fix: 'Answer 415 unsupported_media_type to every other content type.',
    codes: ['unsupported_media_type'],
    isOfBody: true,
    change: (body) => ({ body, headers: { 'content-type': 'text/plain' } }),
  },
  {
    name: 'form',
    says: 'A form is refused',
    fix: 'Answer 415 unsupported_media_type to application/x-www-form-urlencoded.',
    codes: ['unsupported_media_type'],
    isOfBody: true,
    change: (body) => ({ body, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  },
  {
    name: 'no-content-type',
    says: 'A body without a content type is refused',
    fix: 'Answer 415 unsupported_media_type if Content-Type is missing.',
    codes: ['unsupported_media_type'],
    isOfBody: true,
    change: (body) => ({
      // A Blob without a type is the only body to which `fetch` does not add a content type.
      blob: new Blob([JSON.stringify(body)]),
      headers: { 'content-type': null },
    }),
  },
  {
    name: 'bad-json',
    says: 'A body that is not JSON is refused',
    fix: 'Answer 400 bad_json.',
    codes: ['bad_json'],
    isOfBody: true,
    change: (body) => ({ body: JSON.stringify(body).slice(0, -1) }),
  },
  {
    name: 'unknown-members',
    says: 'A body with a member that the schema does not have is refused',
    fix: 'Read bodies strictly: answer 400 invalid_request.',
    codes: ['invalid_request'],
    isOfBody: true,
    change: (body) => ({ body: { ...body, isAdmin: true } }),
  },
  {
    name: 'list',
    says: 'A list in place of an object is refused',
    fix: 'Answer 400 invalid_request to every body that is not an object.',
    codes: ['invalid_request'],
    isOfBody: true,
    change: (body) => ({ body: [body] }),
  },
  {
    name: 'body-size',
    says: 'A body of more than 16 KiB is refused',
    fix: 'Answer 413 body_too_large, and stop reading the body.',
    codes: ['body_too_large'],
    isOfBody: true,
    change: (body) => ({ body: `${JSON.stringify(body)}${' '.repeat(20_000)}` }),
  },
  {
    name: 'body-depth',
    says: 'A body that is nested thousands of levels deep is refused',
    fix: 'Answer 400 beyond a few levels.',
    codes: ['bad_json', 'invalid_request'],
    isOfBody: true,
    change: () => ({ body: `${'['.repeat(5000)}${']'.repeat(5000)}` }),
  },
]

/** A check of every guard for every operation that changes something. */
export const guardChecks: readonly Check[] = stateChanging.flatMap((operation) =>
  guards
    .filter(({ isOfBody }) => operation.hasBody || !isOfBody)
    .map((guard) => createCheck(operation, guard)),
)

function createCheck(operation: StateChanging, guard: Guard): Check {
  const { method, path, needs, isOfIdentities = false } = operation
  return {
    name: `${operation.name}-${guard.name}`,
    says: `${method} ${path}: ${guard.says}.`,
    fix: guard.fix,
    ...(needs === undefined ? {} : { needs }),
    ...(isOfIdentities ? { skipReason: needsIdentities } : {}),
    async run(stage) {
      const { visitor, body } = await operation.prepare(stage)
      const wasSignedIn = method === 'DELETE' && (await isSignedIn(visitor))
      const answer = await visitor.send(method, path, guard.change(body, stage.origin))
      const fault = expectRefusal(answer, ...guard.codes)
      if (fault !== undefined) return fault
      if (wasSignedIn && !(await isSignedIn(visitor)))
        return 'it was refused, but the session has ended anyway'
      if (!isOfIdentities && path.endsWith('/verify') && (await isSignedIn(visitor)))
        return 'it was refused, but it opened a session'
      return undefined
    },
  }
}
