import type { CDPSession } from '@playwright/test'

/** What a page has asked for since this was called. */
export interface Requests {
  /** Paths below the page's own origin, in order, and the addresses of others. */
  readonly urls: string[]
  /** Of scripts, on the wire. */
  scriptBytes: number
}

/** Watches by the DevTools protocol, which tells the bytes on the wire. */
export async function watchRequests(devtools: CDPSession): Promise<Requests> {
  const requests: Requests = { urls: [], scriptBytes: 0 }
  const scripts = new Set<string>()
  devtools.on('Network.requestWillBeSent', ({ request: { url } }) => {
    if (!url.startsWith('http')) return
    const { hostname, pathname } = new URL(url)
    requests.urls.push(hostname === 'localhost' ? pathname : url)
  })
  devtools.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
  })
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) requests.scriptBytes += encodedDataLength
  })
  await devtools.send('Network.enable')
  return requests
}
