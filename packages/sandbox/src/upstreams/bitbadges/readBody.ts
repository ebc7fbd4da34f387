import type { Context } from 'hono'
import { readJsonBody } from '../../readJsonBody.ts'

/**
 * Reads a body as JSON or as a form: BitBadges' examples send both. With a form, `options` may be JSON in the
 * query, and the client's id and secret may be in `Authorization: Basic`.
 */
export async function readBody(context: Context): Promise<Record<string, unknown>> {
  const type = context.req.header('content-type') ?? ''
  if (!type.includes('application/x-www-form-urlencoded'))
    return { ...(await readJsonBody(context)), ...readBasic(context) }
  const form = Object.fromEntries(new URLSearchParams(await context.req.text()))
  return { ...form, ...readOptions(context.req.query('options')), ...readBasic(context) }
}

function readOptions(text: string | undefined): { options?: unknown } {
  try {
    return text === undefined ? {} : { options: JSON.parse(text) }
  } catch {
    // Anything that is not JSON counts as absent.
    return {}
  }
}

/** Reads client credentials, as in RFC 6749, section 2.3.1. */
function readBasic(context: Context): { client_id?: string; client_secret?: string } {
  const [, text] = /^Basic (.+)$/.exec(context.req.header('authorization') ?? '') ?? []
  if (text === undefined) return {}
  const [id = '', secret = ''] = Buffer.from(text, 'base64').toString().split(':')
  return { client_id: decodeURIComponent(id), client_secret: decodeURIComponent(secret) }
}
