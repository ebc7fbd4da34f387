import type { Context } from 'hono'

/** Reads a body as a JSON object. Anything else counts as an empty one. */
export async function readJsonBody(context: Context): Promise<Record<string, unknown>> {
  return toObject(await context.req.json().catch(() => undefined))
}

/** Returns the value if it is an object, otherwise an empty object. */
export function toObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
