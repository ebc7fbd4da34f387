/**
 * The page in the window of Base Account's SDK. It follows the protocol in the SDK's public source: the keys of
 * both sides are exchanged by ECDH (P-256), and each request and answer is encrypted with AES-GCM. Requests are
 * passed to `askBaseAccount` after the user approves them.
 *
 * @see {@link https://github.com/base/account-sdk/tree/master/packages/account-sdk/src/core}
 */
export const baseAccountWindow = `<!doctype html><title>Base Account</title>
<p id="asked">Connecting</p><button id="approve" hidden>Approve</button><button id="decline" hidden>Decline</button>
<script type="module">
  const ecdh = { name: 'ECDH', namedCurve: 'P-256' }
  const keyPair = await crypto.subtle.generateKey(ecdh, true, ['deriveKey'])
  const toHex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
  const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => Number.parseInt(pair, 16))
  const sender = toHex(await crypto.subtle.exportKey('spki', keyPair.publicKey))
  const app = new URL(location.href).searchParams.get('origin')
  const post = (message) => opener.postMessage({ id: crypto.randomUUID(), ...message }, app)

  // The real page keeps its keys, because the SDK exchanges them only with the first request of a connection.
  const kept = localStorage.getItem('secret')
  let secret = kept && (await crypto.subtle.importKey('jwk', JSON.parse(kept), 'AES-GCM', true, ['encrypt', 'decrypt']))

  async function answer(requestId, content) {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const text = new TextEncoder().encode(JSON.stringify(content))
    const cipherText = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, secret, text)
    post({ requestId, sender, content: { encrypted: { iv, cipherText } }, timestamp: new Date() })
  }

  async function exchangeKeys(id, theirs) {
    const key = await crypto.subtle.importKey('spki', fromHex(theirs), ecdh, true, [])
    const aes = { name: 'AES-GCM', length: 256 }
    secret = await crypto.subtle.deriveKey({ name: 'ECDH', public: key }, keyPair.privateKey, aes, true, ['encrypt', 'decrypt'])
    localStorage.setItem('secret', JSON.stringify(await crypto.subtle.exportKey('jwk', secret)))
    await answer(id, { result: { value: null } })
  }

  async function ask(id, { iv, cipherText }) {
    const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, secret, cipherText)
    const { action } = JSON.parse(new TextDecoder().decode(text))
    asked.textContent = action.method
    approve.hidden = decline.hidden = false
    const isApproved = await new Promise((resolve) => {
      approve.onclick = () => resolve(true)
      decline.onclick = () => resolve(false)
    })
    const error = { code: 4001, message: 'User denied the request' }
    const result = isApproved ? { value: await askBaseAccount(action.method, action.params) } : { error }
    await answer(id, { result })
    close()
  }

  addEventListener('message', ({ origin, data: { id, sender: theirs, content } }) => {
    if (origin !== app || content === undefined) return
    if (content.handshake) exchangeKeys(id, theirs)
    else ask(id, content.encrypted)
  })
  addEventListener('beforeunload', () => post({ event: 'PopupUnload' }))
  post({ event: 'PopupLoaded' })
</script>`
