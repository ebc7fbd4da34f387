/**
 * Writes a page that shows another page in a frame, as Safe does, and passes the requests of its SDK to
 * `askSafe`.
 */
export function writeSafeWindow(url: string): string {
  return `<!doctype html><title>Safe</title><iframe src="${encodeURI(url)}" width="480" height="640"></iframe>
<script>
  addEventListener('message', async ({ data: { id, method, params }, source }) => {
    if (!id || !method) return
    const data = await askSafe(method, params)
    source.postMessage({ id, success: true, version: '9.1.0', data }, '*')
  })
</script>`
}
