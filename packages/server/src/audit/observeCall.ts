import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { findNetworkFault } from '../transport/faults.ts'
import { findInstruments, findTracer } from './findInstruments.ts'

/**
 * Runs an upstream call in a client span, and records how long it took until its answer was read or began to
 * stream. It follows the semantic conventions for HTTP clients, except that only the host of the URL is
 * recorded, because a path may identify a user. Without an SDK in the app, this takes almost no time.
 *
 * @see {@link https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span}
 */
export async function observeCall<answer extends { readonly status: number }>(
  method: string,
  { protocol, hostname, port }: URL,
  run: () => Promise<answer>,
): Promise<answer> {
  const startedAt = performance.now()
  const call = {
    'http.request.method': method,
    'server.address': hostname,
    'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
  }
  const options = { kind: SpanKind.CLIENT, attributes: call }
  return findTracer().startActiveSpan(method, options, async (span) => {
    let outcome: Record<string, string | number> = {}
    try {
      const answer = await run()
      outcome = { 'http.response.status_code': answer.status }
      if (answer.status >= 400) outcome['error.type'] = String(answer.status)
      return answer
    } catch (error) {
      outcome = { 'error.type': findNetworkFault(error) ?? readCode(error) }
      throw error
    } finally {
      span.setAttributes(outcome)
      if ('error.type' in outcome) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
      const seconds = (performance.now() - startedAt) / 1000
      findInstruments().callDuration.record(seconds, { ...call, ...outcome })
    }
  })
}

function readCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '_OTHER'
}
