/** How the next answers of a stand-in misbehave. */
export interface Fault {
  upstream: string
  /** Below the stand-in's path, such as `/auth/login`; any when absent. */
  path?: string
  status?: number
  /** A text is sent as it is; anything else as JSON. */
  body?: unknown
  headers?: Record<string, string>
  delayMs?: number
  /** A body that never ends, one byte at a time. */
  endless?: boolean
  /** How many answers. */
  times: number
}

/** The faults that wait for their turn. */
export function createFaults() {
  let faults: Fault[] = []
  return {
    add: (fault: Fault) => {
      faults.push({ ...fault })
    },
    reset: () => {
      faults = []
    },
    /** The fault for this request, counted down. */
    take(upstream: string, path: string): Fault | undefined {
      const fault = faults.find(
        (entry) => entry.upstream === upstream && entry.times > 0 && (entry.path ?? path) === path,
      )
      if (fault !== undefined) fault.times -= 1
      return fault
    },
  }
}

/** The misbehaving answer; `undefined` when the fault is a delay alone. */
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
