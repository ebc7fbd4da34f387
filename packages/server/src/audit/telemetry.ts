import { SpanStatusCode } from '@opentelemetry/api'
import type { Answer } from '../http/Answer.ts'
import type { AuthEvent } from './AuthEvent.ts'
import { findInstruments, findTracer } from './findInstruments.ts'

/**
 * Runs a request inside an OpenTelemetry span and counts it. Without an SDK in the app, this takes almost no
 * time. Only names and outcomes are recorded, nothing from the request or the answer.
 */
export async function withTelemetry(
  type: AuthEvent['type'],
  run: () => Promise<{ answer: Answer; code: string | undefined }>,
): Promise<Answer> {
  const startedAt = performance.now()
  return findTracer().startActiveSpan(`kit.${type}`, async (span) => {
    const { answer, code } = await run()
    const attributes = {
      'kit.call': type,
      'http.response.status_code': answer.status,
      ...(code === undefined ? {} : { 'error.type': code }),
    }
    span.setAttributes(attributes)
    if (answer.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
    span.end()
    const { requests, requestDuration } = findInstruments()
    requests.add(1, attributes)
    requestDuration.record((performance.now() - startedAt) / 1000, attributes)
    return answer
  })
}
