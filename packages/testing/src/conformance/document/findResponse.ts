import { openApiDocument } from '@kit/core/openapi'

type Json = Readonly<Record<string, unknown>>

/** One operation of the contract's OpenAPI document. */
export interface Operation {
  /** The method and path, such as `POST /siwe/verify`. */
  readonly key: string
  readonly responses: Json
}

/** All operations except the proxy's, whose answers are the upstream's. */
export const operations: readonly Operation[] = Object.entries<object>(openApiDocument.paths)
  .filter(([path]) => !path.startsWith('/upstream/'))
  .flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => /^(?:get|post|put|patch|delete)$/.test(method))
      .map(([method, operation]) => ({
        key: `${method.toUpperCase()} ${path}`,
        responses: asJson(asJson(operation)['responses']),
      })),
  )

/** The operation that a request such as `GET /session` asks for; `undefined` if the document has none. */
export function findOperation(request: string): Operation | undefined {
  const [plain] = request.split('?')
  return operations.find(({ key }) => matches(key, plain ?? request))
}

/**
 * Finds the document's description of an answer with this status.
 *
 * @returns `undefined` if the operation does not list the status.
 */
export function findResponse(
  { responses }: Operation,
  status: number,
): { readonly mediaType: string | undefined; readonly schema: Json | undefined } | undefined {
  const listed = responses[status]
  if (listed === undefined) return undefined
  const content = asJson(follow(asJson(listed))['content'])
  const [mediaType] = Object.keys(content)
  if (mediaType === undefined) return { mediaType, schema: undefined }
  const { schema } = asJson(content[mediaType])
  // References inside a schema point to the components of the document.
  return { mediaType, schema: { ...asJson(schema), components: openApiDocument.components } }
}

/** A part of the document that may be a reference to one of its components. */
function follow(part: Json): Json {
  const { $ref } = part
  if (typeof $ref !== 'string') return part
  let found: unknown = openApiDocument
  for (const name of $ref.slice(2).split('/')) found = asJson(found)[name]
  return asJson(found)
}

function matches(key: string, request: string): boolean {
  const pattern = key.replace(/\{[^}]+\}/g, '[^/]+')
  return new RegExp(`^${pattern}$`).test(request)
}

function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
