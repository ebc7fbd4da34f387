import { html, raw } from 'hono/html'
import type { Mail } from './Sandbox.ts'

/** Renders the inbox: every code that was "sent", newest first. The page refreshes itself once a second. */
export function createInboxPage(mails: readonly Mail[]) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>Inbox</title>
<style>${raw(style)}</style>
</head>
<body>
<main>
<h1>Inbox</h1>
<p class="hint">Every code that the sandbox sends arrives here. Nothing leaves this machine.</p>
<div id="mails">
${mails.length === 0 ? html`<p class="empty">No mail yet. Ask for a code as <code>ada@example.com</code>.</p>` : ''}
${mails.map(
  (mail, index) => html`<article>
<header><b>${mail.to}</b><time datetime="${mail.sentAt}">${mail.sentAt.slice(11, 19)}</time></header>
<p>${mail.subject}</p>
<output>${mail.code}</output>
${mail.html ? html`<details><summary>The email</summary><iframe title="The email to ${mail.to}" sandbox src="/inbox/${mails.length - index}"></iframe></details>` : ''}
</article>`,
)}
</div>
</main>
<script src="/inbox.js"></script>
</body>
</html>`
}

/**
 * Replaces the list only when a fresh copy of the page differs. Replacing it every time would lose the
 * reader's selection.
 */
export const inboxScript = `setInterval(async () => {
  const answer = await fetch('/inbox').catch(() => undefined)
  if (!answer?.ok) return
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const [fresh, shown] = [page.getElementById('mails'), document.getElementById('mails')]
  // An email that someone is reading stays open.
  if (fresh.childElementCount !== shown.childElementCount) shown.replaceWith(fresh)
}, 1000)
`

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; background: light-dark(#f6f7f9, #0f1115); color: light-dark(#16181d, #eceef2); }
main { max-inline-size: 40rem; margin: 3rem auto; padding-inline: 1.25rem; }
h1 { font-size: 1.5rem; letter-spacing: -0.02em; margin: 0; }
.hint, time, article p { color: light-dark(#5b6270, #9aa2b1); }
.hint { margin-block: 0.25rem 1.5rem; }
.empty { padding: 3rem 1rem; text-align: center; border: 1px dashed light-dark(#cdd2db, #353b47); border-radius: 14px; }
article { background: light-dark(#fff, #181b21); border: 1px solid light-dark(#e3e6ec, #272c35); border-radius: 14px; padding: 1rem 1.25rem; margin-block-end: 0.75rem; }
header { display: flex; justify-content: space-between; gap: 1rem; flex-wrap: wrap; }
article p { margin: 0; }
iframe { inline-size: 100%; block-size: 30rem; border: 0; border-radius: 8px; }
summary { cursor: pointer; }
output { display: block; font: 600 2rem/1.4 ui-monospace, monospace; letter-spacing: 0.18em; user-select: all; }
`
