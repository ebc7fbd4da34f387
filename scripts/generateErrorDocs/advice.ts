import type { ProblemCode } from '../../packages/core/src/errors/recoveries.ts'

/** What the one who runs the app does about each code: where to look first, and what not to do. */
export const advice: Record<ProblemCode, string> = {
  aborted:
    'Usually nothing: the page was left, the component went away, or your own `AbortSignal` fired. Show it only if the user did not ask for it. Nothing is known of what the backend did meanwhile: after an aborted `POST /siwe/verify` ask `GET /session` before you sign anything again.',
  account_not_found:
    'Offer your registration, or another wallet. Upstreams keep the address that signs in apart from others that they know of a user: look up which address the account was made with. Do not tell a visitor which of your users have an account.',
  bad_json:
    'The bundled client never causes this. If you call the route by hand, send one JSON object in UTF-8 without a byte order mark; if the client does, look for a proxy that rewrites bodies.',
  body_too_large:
    'The route reads 16 KiB, a message 4 KiB, a signature 8 KiB. A signature beyond that is a contract account with an unusually long proof. Do not raise the limit before you know what sends so much.',
  challenge_expired:
    'Fetch the challenge when the user is about to sign, not when the page loads, or let the hooks do so: they fetch a new one before the old one ends. If everyone gets this at once, the clock of a server is wrong.',
  internal_error:
    'A bug, in the Kit or in code of yours that it called, such as `otp.resolveUser`. The `requestId` of the answer stands in the event and in the span of that request, with the cause beside it; the answer itself never holds it.',
  invalid_answer:
    'Open the network panel: a page of HTML means that the route is not mounted where `baseUrl` points; a redirect, that something in front of it wants a slash or another host; JSON of another form, that backend and browser are of two versions.',
  invalid_field:
    'The message of the error names the field. Mostly it is a statement with a line break, a quotation mark or a letter beyond ASCII, which EIP-4361 does not allow, or a domain with `https://` before it.',
  invalid_path:
    'Paths below `/upstream` are plain: no `..`, no encoded slash, no double slash, no backslash. Build them with `encodeURIComponent` for each part, never from what a user typed.',
  invalid_request:
    'Compare the body with `docs/reference/openapi.json`: members that are missing and members that are unknown are both refused. The bundled client sends the right ones; a backend of another version may want others.',
  message_refused:
    'The upstream has rules of its own beyond EIP-4361: how far ahead a message may expire, how old it may be, which statement it expects. The event of the request holds its words. Sign a new message; the old one is spent.',
  method_not_allowed:
    'The `Allow` header lists the methods. A `GET` where a `POST` belongs is mostly a link or a prefetch to a path of the route.',
  method_not_offered:
    'Draw your page from the `methods` of `GET /session`, as the ready-made card does. If a method should be there, look at the options of the upstream in `createAuth`.',
  network_error:
    'The browser gives no reason, by design. Is the backend running, is `baseUrl` right, does the console speak of CORS or of a content security policy (`connect-src`)? The call may have arrived all the same: a POST that carries a signature or a code is never sent again by itself.',
  nonce_invalid:
    'One code for never issued, used, ended, and issued to another browser, so that nobody can tell them apart by asking. If honest users get it: is the login cookie blocked or lost (other host, plain http, an embedded frame), do all processes share `secret` and `store`, does something send each POST twice?',
  not_found:
    'The path is none of the contract. Check where the route is mounted and whether your framework strips the prefix before it hands the request over.',
  origin_not_allowed:
    'Set `origin` in `createAuth` to exactly what the address bar shows, with scheme and port and without a slash. A list is possible. Never take it from the `Host` header: that is what an attacker would have you do.',
  otp_attempts_exhausted:
    'Offer a new code; the old one is dead even if it is typed right now. Many of these at once, over many addresses, are someone guessing: look at the events.',
  otp_invalid:
    'One code for wrong, too old, and not the newest, so that a guess learns nothing. `attemptsLeft` says how many tries remain: show it, keep the field, and do not clear what was typed before the user has seen it.',
  otp_locked:
    'Show the `supportContact` that you configured, and when trying again makes sense. The lock belongs to the address, not to the browser: another browser does not lift it, and neither should your support without asking who calls.',
  popup_blocked:
    'Open the window within the click itself: what is opened after an `await` counts as unasked. The hook does so; if you call it from a handler of yours, call it first.',
  popup_closed:
    'Usually the user changed their mind. If it comes although the sign-in was finished, a `Cross-Origin-Opener-Policy` of `same-origin` has cut the window off from its opener; the session is there all the same after `GET /session`.',
  rate_limited:
    'Count down from `retryAfterSeconds` and keep the button still until then. If many people share one address, set `trustedProxyHops` so that the client is told from the proxy. The same code stands for a 429 of something in front of the route.',
  redirect_denied:
    'The user said no, or the upstream did. Offer to try again; do not open the page again by yourself.',
  redirect_state_invalid:
    'The cookie of the login did not come back with the return: another browser, a login older than ten minutes, a return that was reloaded, or a cookie with `SameSite=Strict` set by something of yours. It is also what a forged return looks like.',
  registration_conflict:
    'The person has an account with another wallet or address. Offer to sign in with that one; asking for another e-mail address makes a second account that nobody can join with the first.',
  registration_required:
    'A success that needs one more step: the session has the status `registration-required`. Send the user to your registration and ask `GET /session` again afterwards. Do not sign them in again: it gives the same answer.',
  request_timeout:
    'The body came too slowly. Over a bad connection the next try works; many of these from one place are someone holding connections open.',
  session_expired:
    'Offer to sign in again and go on with what the user was doing: `useAuthedFetch` waits for that and repeats the call once. Never open the wallet by yourself. Two cookies of one name lead here as well: something on a sibling host set the other.',
  session_missing:
    'Nobody is signed in, or the cookie did not come along: a call to another origin, `credentials: "omit"`, plain http in production. On the server, `getSession` gives null for the same reason: check that before you draw the page.',
  session_too_large:
    'A cookie holds 4096 bytes. Ask the upstream for a smaller credential, or for fewer scopes. Splitting it over several cookies only moves the limit to the proxy in front.',
  signature_malformed:
    'Send the text that the wallet returned, unchanged: hexadecimal, an even number of digits, `0x` in front. Base64 and an object are mostly the answer of another kind of wallet.',
  signature_rejected:
    'The signature is well formed and not of this account over this text. First suspicion: the text that was signed is not the text that was sent. It must not be trimmed, re-encoded or built again. A contract account that is not deployed on that chain cannot be asked either.',
  siwe_address_mismatch:
    'The account was switched between connecting and signing, or the address lacks its EIP-55 checksum. Take the address from the wallet at the moment of signing, and show which one it is.',
  siwe_chain_not_allowed:
    'Set the chains that you accept in `createAuth` and in your wallet configuration to the same list. Signing needs no switch of the wallet: the chain is a line of the text.',
  siwe_domain_mismatch:
    'Either the message was written for another site, which is phishing, or `origin` and the configured `domain` of the upstream do not fit. Compare exactly, with the port. Never make this check looser.',
  siwe_expired:
    'The time in the message has passed, or it lies further ahead than the upstream allows. If a message is born expired, a clock is wrong: times come from the server, so look there first.',
  siwe_issued_at:
    'More than 60 s in the future or more than 5 min ago by the clock of the server. Do not take the time from the browser: the challenge brings the one of the server.',
  siwe_malformed:
    'Use `createSiweMessage`; a template of your own loses blank lines. `parseSiweMessage` says which part it is. The route accepts only what two independent readers understand alike, so a text at the edge of the grammar ends here as well.',
  siwe_not_yet_valid:
    'Leave `notBefore` out unless you need it. If you do, give it the time of the server, not one that lies ahead by the difference of two clocks.',
  siwe_resources_not_allowed:
    'The list is compared with what was issued, entry by entry and in order. A resource can hand over rights (ReCap), so an entry that nobody issued is refused whatever it says.',
  siwe_statement_mismatch:
    'The statement was changed between the challenge and the signature: by a translation in the browser, a proxy, or someone who wants another sentence to be signed.',
  siwe_uri_mismatch:
    'Set `uri` once, on the server, to the address of the app. It is compared as text: a slash at the end makes another URI.',
  step_up_required:
    'The path is listed with a `maxAge`, and the sign-in is older. Offer to confirm by signing in again; the session stays as it is meanwhile. `useReauthenticate` does this and repeats the call.',
  store_unavailable:
    'The route fails closed: without its store it cannot tell a used nonce from a new one. Look at the connection to Redis. Do not fall back to memory in production: each process would then accept each nonce once.',
  timeout:
    'The client gave up after 20 s, or after your `timeoutMs`. What the backend did is unknown: ask `GET /session` before anything is signed or typed again.',
  unsupported_media_type:
    'The route takes `application/json` alone, which a form of another site cannot send: that is the point. A body that is compressed is refused as well.',
  upstream_blocked:
    'A firewall before the upstream answered in its place, mostly with a page. It minds loopback hosts, ports in the domain, some clouds and clients without a `User-Agent`. Compare from another network, then ask the upstream with the time and the `requestId`.',
  upstream_domain_not_allowed:
    'Register the domain in the dashboard of the upstream, exactly as line one of the message names it. In development configure a registered one as `domain`: wallets then warn that it is not the site of the page, which the card explains.',
  upstream_invalid_answer:
    'The upstream answered with success, and not with what it documents: its interface has changed, or something between you and it rewrites answers. The event says which member was missed. Trying again seldom helps.',
  upstream_key_rejected:
    'The key is wrong, ended, of the other environment, or has a `Bearer` before it that the upstream does not want. No user can do anything about it: raise an alarm on this code.',
  upstream_rate_limited:
    'All of your users share the limit of your key. Show the pause, and look at the events for what spends it: mostly codes that are asked for again and again.',
  upstream_timeout:
    'The upstream was given 10 s. Whether it did what was asked is unknown, so the Kit does not ask again by itself: the user does, with a new challenge or a new code.',
  upstream_unavailable:
    'Look at the status page of the upstream. Its answer stands in the event, not in the problem. Keep what the user typed; trying again in a minute is right, in a loop it is not.',
  url_too_long: 'Addresses end at 8192 characters. Send what is longer in a body.',
  wallet_account_changed:
    'Start again with the account that is chosen now, by a click of the user. A signature that came back for the other account was thrown away and never sent.',
  wallet_failed:
    'The wallet gave an error that is none of the known ones; `cause` has it, in the browser alone. Mostly it is out of date, or its connection broke. Another wallet is a better offer than the same one thrice.',
  wallet_locked:
    'The wallet wants its password, or the user has not let this page see an account. Both happen in its own window: say so, since that window often hides behind the page.',
  wallet_not_found:
    'The extension was switched off or the page was loaded before it. Draw the list from what has announced itself (EIP-6963) and offer a wallet to install when it is empty.',
  wallet_rejected:
    'A decision, not a failure: show it as a notice, keep the button. Nothing was signed, and the challenge is still good.',
  wallet_request_pending:
    'An earlier request waits in the wallet, perhaps of another tab. Most wallets do not come to the front twice: tell the user to open it.',
}
