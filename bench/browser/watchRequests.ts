import type { CDPSession } from '@playwright/test'

/** The requests that a page has made since the watch began. */
export interface Requests {
  /** The requested paths below the page's origin, in order, and the addresses on other origins. */
  readonly urls: string[]
  /** The bytes of scripts on the wire. */
  scriptBytes: number
  /** The bytes of stylesheets on the wire. */
  styleBytes: number
}

/** Watches a page through the DevTools protocol, which reports the bytes on the wire. */
export async function watchRequests(devtools: CDPSession): Promise<Requests> {
  const requests: Requests = { urls: [], scriptBytes: 0, styleBytes: 0 }
  const [scripts, styles] = [new Set<string>(), new Set<string>()]
  devtools.on('Network.requestWillBeSent', ({ request: { url } }) => {
    if (!url.startsWith('http')) return
    const { hostname, pathname } = new URL(url)
    requests.urls.push(hostname === 'localhost' ? pathname : url)
  })
  devtools.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
    if (type === 'Stylesheet') styles.add(requestId)
  })
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) requests.scriptBytes += encodedDataLength
    if (styles.has(requestId)) requests.styleBytes += encodedDataLength
  })
  await devtools.send('Network.enable')
  return requests
}
