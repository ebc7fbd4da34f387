import { html, raw } from 'hono/html'
import type { Account } from './accounts.ts'

/** The page on which a user of the stand-in approves or declines. Its form posts to the page's own address. */
export function createApprovalPage(clientId: string, accounts: readonly Account[]) {
  return createPage(html`
<p>The app <b>${clientId}</b> wants to know which address is yours. This is the sandbox's page.</p>
<form method="post">
<label for="address">Address</label>
<select id="address" name="address">
${accounts.map(({ address }) => html`<option>${address}</option>`)}
</select>
<div>
<button name="answer" value="decline">Decline</button>
<button name="answer" value="approve" class="primary">Approve</button>
</div>
</form>`)
}

/** The page shown after an answer when there is no address to return to. */
export function createCodePage(code: string | undefined) {
  if (code === undefined) return createPage(html`<p>You declined. You can close this page.</p>`)
  return createPage(
    html`<p>Show this code to the app that asked for it.</p><output>${code}</output>`,
  )
}

/** The page for an invalid request. It does not send the user back, because the address cannot be trusted. */
export function createRefusalPage(reason: string) {
  return createPage(html`<p role="alert">${reason}</p>`)
}

function createPage(content: ReturnType<typeof html>) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>Sign in with BitBadges</title>
<style>${raw(style)}</style>
</head>
<body>
<main>
<h1>Sign in with BitBadges</h1>
${content}
</main>
</body>
</html>`
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-block-size: 100dvb; display: grid; place-items: center; background: light-dark(#f6f7f9, #0f1115); color: light-dark(#16181d, #eceef2); }
main { max-inline-size: 24rem; padding: 2rem; border: 1px solid light-dark(#e3e6ec, #272c35); border-radius: 16px; background: light-dark(#fff, #181b21); }
h1 { margin: 0; font-size: 1.25rem; }
label { display: block; font-size: 0.875rem; }
select, button { font: inherit; inline-size: 100%; min-block-size: 2.75rem; border-radius: 10px; border: 1px solid light-dark(#cdd2db, #353b47); background: transparent; color: inherit; }
div { display: grid; grid-template-columns: 1fr 1fr; gap: 0.75rem; margin-block-start: 1rem; }
select { padding-inline: 0.5rem; font-size: 0.8125rem; }
output { display: block; overflow-wrap: anywhere; font: 0.875rem/1.5 ui-monospace, monospace; }
.primary { background: #4353d8; border-color: #4353d8; color: #fff; font-weight: 600; }
`
