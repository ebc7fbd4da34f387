import {
  type Counter,
  type Histogram,
  type MeterProvider,
  metrics,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api'

/** The OpenTelemetry instruments of this package. */
export interface Instruments {
  readonly requests: Counter
  readonly requestDuration: Histogram
  readonly storeDuration: Histogram
  readonly callDuration: Histogram
}

/**
 * Returns the instruments of the SDK that the app has set up. They are created once for each SDK, because
 * creating one takes longer than the work that it measures. An app may set up its SDK after this package was
 * loaded.
 */
export function findInstruments(): Instruments {
  const provider = metrics.getMeterProvider()
  const found = instruments.get(provider) ?? createInstruments(provider)
  instruments.set(provider, found)
  return found
}

/** Returns the tracer of the SDK that the app has set up. */
export function findTracer(): Tracer {
  const provider = trace.getTracerProvider()
  const found = tracers.get(provider) ?? provider.getTracer(name)
  tracers.set(provider, found)
  return found
}

function createInstruments(provider: MeterProvider): Instruments {
  const meter = provider.getMeter(name)
  return {
    requests: meter.createCounter('kit.requests'),
    requestDuration: meter.createHistogram('kit.request.duration', { unit: 's' }),
    storeDuration: meter.createHistogram('kit.store.duration', { unit: 's' }),
    callDuration: meter.createHistogram('http.client.request.duration', { unit: 's', advice }),
  }
}

const instruments = new WeakMap<MeterProvider, Instruments>()
const tracers = new WeakMap<TracerProvider, Tracer>()

const name = '@kit/server'

/** The bucket boundaries that the semantic conventions recommend for durations. */
const advice = {
  explicitBucketBoundaries: [
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
  ],
}
