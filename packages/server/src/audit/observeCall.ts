import { metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { findNetworkFault } from '../transport/faults.ts'

/**
 * Runs one call of an upstream in a client span, and records how long it took, until its answer was read
 * or began to stream. Named as the semantic conventions for HTTP clients have it, but for the address, of
 * which the host alone is told: a path may name a user. Without an SDK in the app this costs next to nothing.
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
  return trace.getTracer(name).startActiveSpan(method, options, async (span) => {
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
      metrics
        .getMeter(name)
        .createHistogram('http.client.request.duration', { unit: 's', advice })
        .record(seconds, { ...call, ...outcome })
    }
  })
}

function readCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '_OTHER'
}

const name = '@kit/server'

/** As the conventions ask for it. */
const advice = {
  explicitBucketBoundaries: [
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
  ],
}
