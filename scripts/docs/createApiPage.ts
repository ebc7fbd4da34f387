import type { Page } from './Page.ts'

interface Operation {
  summary: string
  description?: string
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, Response | { $ref: string }>
}

interface Response {
  description: string
  content?: Record<string, { schema: object }>
}

interface OpenApi {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object>; responses: Record<string, Response> }
}

/** Creates the page of the contract between browser and backend from its OpenAPI document. */
export function createApiPage(text: string): Page {
  const { paths, components }: OpenApi = JSON.parse(text)
  const lines = [
    '# Every call of the contract',
    '',
    'Generated from the [OpenAPI 3.1 document](openapi.json). [What the contract promises](../contract.md). ' +
      'Each error links to the page of its code.',
  ]
  for (const [path, operations] of Object.entries(paths))
    for (const [method, operation] of Object.entries(operations))
      if (methods.has(method))
        lines.push(...describeOperation(method, path, operation, components.responses))
  lines.push('', '## Schemas')
  for (const [name, schema] of Object.entries(components.schemas))
    lines.push('', `### ${name}`, '', '```json', JSON.stringify(schema, null, 2), '```')
  return { path: 'reference/api.md', markdown: `${lines.join('\n')}\n` }
}

function describeOperation(
  method: string,
  path: string,
  operation: Operation,
  shared: OpenApi['components']['responses'],
): string[] {
  const lines = ['', `## ${method.toUpperCase()} ${path}`, '', `${operation.summary}.`]
  if (operation.description !== undefined) lines.push('', operation.description)
  const body = operation.requestBody?.content['application/json']
  if (body !== undefined) lines.push('', `Body: ${describeSchema(body.schema)}`)
  lines.push('', '| status | answer |', '|---|---|')
  for (const [status, response] of Object.entries(operation.responses)) {
    const { description = '', content } =
      '$ref' in response ? (shared[response.$ref.split('/').at(-1) ?? ''] ?? {}) : response
    const json = content?.['application/json']
    const words = description.replaceAll('\n\n', '<br>').replace(/`([a-z_]+)`:/g, linkToCode)
    const schema = json === undefined ? '' : `: ${describeSchema(json.schema)}`
    lines.push(`| ${status} | ${words.replaceAll('|', '\\|')}${schema} |`)
  }
  return lines
}

function describeSchema(schema: object): string {
  if (!('$ref' in schema)) return `\`${JSON.stringify(schema).replaceAll('|', '\\|')}\``
  const name = String(schema.$ref).split('/').at(-1) ?? ''
  return `[${name}](#${name.toLowerCase()})`
}

const linkToCode = (_match: string, code: string) => `[\`${code}\`](../errors/${code}.md):`

const methods = new Set(['get', 'post', 'put', 'patch', 'delete'])
