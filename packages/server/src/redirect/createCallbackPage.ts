import type { Answer } from '../http/Answer.ts'
import { toHex } from '../keys/encodings.ts'
import { randomBytes } from '../keys/randomBytes.ts'

/**
 * Creates the page that a sign-in window shows at the end. It sends the outcome to the window that opened it,
 * but only to this origin, and closes. It contains no credential.
 */
export function createCallbackPage(origin: string, code: string | undefined): Answer {
  const nonce = toHex(randomBytes(16))
  const message = JSON.stringify({ type: 'kit:redirect', code: code ?? null })
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${code === undefined ? 'Signed in' : 'Not signed in'}</title>
<p>${code === undefined ? 'You are signed in.' : 'That did not work.'} You can close this window.</p>
<script nonce="${nonce}">
opener?.postMessage(${message}, ${JSON.stringify(origin)})
new BroadcastChannel('kit:redirect').postMessage(${message})
close()
</script>
</html>
`
  return {
    status: code === undefined ? 200 : 401,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; frame-ancestors 'none'; base-uri 'none'`,
    },
    body,
  }
}
