/** How a stand-in misbehaves in its next answers. */
export interface Fault {
  upstream: string
  /** The path below the stand-in's base path, such as `/auth/login`. Without it, any path matches. */
  path?: string
  status?: number
  /** A string is sent as it is, anything else as JSON. */
  body?: unknown
  headers?: Record<string, string>
  delayMs?: number
  /** Sends a body that never ends, one byte at a time. */
  endless?: boolean
  /** How many answers misbehave. */
  times: number
}

/** The faults that apply to later requests. */
export function createFaults() {
  let faults: Fault[] = []
  return {
    add: (fault: Fault) => {
      faults.push({ ...fault })
    },
    reset: () => {
      faults = []
    },
    /** Returns the fault for this request, if there is one, and counts it down. */
    take(upstream: string, path: string): Fault | undefined {
      const fault = faults.find(
        (entry) => entry.upstream === upstream && entry.times > 0 && (entry.path ?? path) === path,
      )
      if (fault !== undefined) fault.times -= 1
      return fault
    },
  }
}

/** Returns the faulty answer, or `undefined` when the fault is only a delay. */
export async function misbehave(fault: Fault): Promise<Response | undefined> {
  if (fault.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs))
  const { status = 200, headers = {}, body, endless } = fault
  if (endless) return new Response(createEndlessBody(), { status, headers })
  if (fault.status === undefined && body === undefined && fault.headers === undefined)
    return undefined
  const isJson = body !== undefined && typeof body !== 'string'
  const text = isJson ? JSON.stringify(body) : body
  return new Response(text === '' || text === undefined ? null : text, {
    status,
    headers: isJson ? { 'content-type': 'application/json', ...headers } : headers,
  })
}

function createEndlessBody(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      controller.enqueue(new TextEncoder().encode(' '))
    },
  })
}
