import { metrics, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Answer } from '../frame/Answer.ts'
import type { AuthEvent } from './AuthEvent.ts'

/**
 * Runs one request inside a span of OpenTelemetry, and counts it. Without an SDK in the app both cost
 * nothing. Names and outcomes alone are recorded: nothing that came in, nothing that goes out.
 */
export async function withTelemetry(
  type: AuthEvent['type'],
  run: () => Promise<{ answer: Answer; code: string | undefined }>,
): Promise<Answer> {
  const startedAt = performance.now()
  return trace.getTracer(name).startActiveSpan(`kit.${type}`, async (span) => {
    const { answer, code } = await run()
    const attributes = {
      'kit.call': type,
      'http.response.status_code': answer.status,
      ...(code === undefined ? {} : { 'error.type': code }),
    }
    span.setAttributes(attributes)
    if (answer.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
    span.end()
    const meter = metrics.getMeter(name)
    meter.createCounter('kit.requests').add(1, attributes)
    const seconds = (performance.now() - startedAt) / 1000
    meter.createHistogram('kit.request.duration', { unit: 's' }).record(seconds, attributes)
    return answer
  })
}

const name = '@kit/server'
