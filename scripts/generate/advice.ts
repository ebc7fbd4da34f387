import type { ProblemCode } from '../../packages/core/src/errors/problems.ts'

/**
 * What a developer should do about each code: where to look first, and what to avoid. A code without an entry
 * gets the hint from the table of codes.
 */
export const advice: Partial<Record<ProblemCode, string>> = {
  aborted:
    'Usually nothing: the user left the page, the component unmounted, or your `AbortSignal` fired. Show it only if the user did not cause it. You cannot tell what the backend did in the meantime: after an aborted `POST /siwe/verify`, call `GET /session` before you sign anything again.',
  account_not_found:
    'Offer your registration, or another wallet. Upstreams keep the address that signs in separate from other addresses of a user, so check with which address the account was created. Do not reveal to visitors which of your users have an account.',
  bad_json:
    'The bundled client never causes this. If you call the route by hand, send one JSON object in UTF-8 without a byte order mark. If the client gets this error, look for a proxy that rewrites bodies.',
  body_too_large:
    'The route accepts 16 KiB, a message of 4 KiB and a signature of 8 KiB. A longer signature comes from a contract account with an unusually long proof. Find out what sends such long bodies.',
  challenge_expired:
    "Fetch the challenge when the user is about to sign, not when the page loads. The hooks do this and replace a challenge before it expires. If every user gets this error, a server's clock is wrong.",
  internal_error:
    "This is a bug in the Kit, or in your code that the Kit called, such as `otp.resolveUser`. Find the request's event and span by the `requestId` in the answer: they contain the cause. The answer never does.",
  invalid_answer:
    'Look at the answer in the network panel. HTML means that the route is not mounted where `baseUrl` points. A redirect means that something in front of the route wants a slash or another host. JSON of a different form means that backend and browser use different versions.',
  invalid_field:
    'The error message names the field. Usually it is a statement with a line break, a quotation mark or a non-ASCII character, which EIP-4361 does not allow, or a domain that starts with `https://`.',
  invalid_path:
    'Paths below `/upstream` must be plain: no `..`, no encoded slash, no double slash, no backslash. Encode each part with `encodeURIComponent`, and never build a path from what a user typed.',
  invalid_request:
    'Compare the body with `docs/reference/openapi.json`: missing members and unknown members are both refused. The bundled client sends the right ones, but a backend of another version may expect others.',
  message_refused:
    "The upstream has rules beyond EIP-4361: how far ahead a message may expire, how old it may be, which statement it expects. The request's event contains the upstream's message. Sign a new message; the old one can no longer be used.",
  method_not_allowed:
    "The `Allow` header lists the methods. A `GET` instead of a `POST` usually comes from a link or a prefetch of the route's path.",
  method_not_offered:
    "Draw your page from the `methods` in `GET /session`, as the ready-made card does. If a method is missing, check the upstream's options in `createAuth`.",
  network_error:
    'The browser gives no reason, by design. Check that the backend is running and that `baseUrl` is right, and look in the console for CORS or content security policy (`connect-src`) messages. The call may still have arrived: the Kit never resends a signature or a code automatically.',
  nonce_invalid:
    'The same code means never issued, used, expired, or issued to another browser, so that nobody can tell these apart. If ordinary users get it, check three things. Is the login cookie blocked or lost (other host, plain http, an embedded frame)? Do all processes share `secret` and `store`? Does something send each POST twice?',
  not_found:
    'The contract has no such path. Check where the route is mounted, and whether your framework strips the prefix before it passes the request on.',
  origin_not_allowed:
    'Set `origin` in `createAuth` to exactly what the address bar shows, with scheme and port and without a trailing slash. It may be a list. Never take it from the `Host` header, which an attacker can set.',
  cookies_blocked:
    'The browser did not send the sign-in cookie back. It blocks cookies, the page is in a frame of another site, or the app is open under a different origin than `origin`.',
  otp_attempts_exhausted:
    'Offer a new code: the old one no longer works, even if the user enters it correctly now. Many of these errors in a short time, over many addresses, mean that someone is guessing; look at the events.',
  otp_second_code_required:
    'Someone is guessing codes of this user, from this network, or all over the app (see `limit` in the event). A browser that has signed in before is not affected; any other one has to enter two codes in a row. Show the button that sends a new code, as the components do.',
  otp_invalid:
    'The same code means wrong, expired, and not the latest, so that a guess reveals nothing. Show `attemptsLeft`, keep the field, and do not clear it before the user has seen what they typed.',
  otp_locked:
    'Show your configured `supportContact`, and when the user can try again. Switching to another browser does not help, because the address is locked. Your support team must verify the caller before it lifts the lock.',
  popup_blocked:
    'Open the window during the click itself: after an `await` the browser treats it as a pop-up. The hook does this. If you call the hook from your handler, call it first.',
  popup_closed:
    'Usually the user changed their mind. If this comes although the sign-in was completed, a `Cross-Origin-Opener-Policy: same-origin` header has cut the window off from its opener. `GET /session` still returns the session.',
  rate_limited:
    'Count down from `retryAfterSeconds` and keep the button disabled until then. If many users share an address, set `trustedProxyHops` so that the Kit can tell clients from the proxy. A 429 from something in front of the route gets the same code.',
  redirect_denied:
    'The user or the upstream declined. Offer to try again, and do not reopen the page automatically.',
  redirect_state_invalid:
    'The sign-in cookie did not come back with the return. Possible reasons: another browser, a sign-in older than ten minutes, a reloaded return, or a proxy that sets `SameSite=Strict` on cookies. A forged return looks the same.',
  registration_conflict:
    'The person has an account with another wallet or address. Offer to sign in with that one. Asking for another email address would create a second account that nobody can merge with the first.',
  registration_required:
    'The sign-in succeeded but needs one more step: the session has the status `registration-required`. Send the user to your registration and call `GET /session` again afterwards. Do not sign them in again: that gives the same answer.',
  request_timeout:
    'The body arrived too slowly. On a bad connection the next attempt usually works. Many of these from one client mean that someone is holding connections open.',
  session_expired:
    'Offer to sign in again, then continue what the user was doing: `useAuthedFetch` waits for the sign-in and repeats the call once. Never open the wallet automatically. Two cookies with the same name also lead here, for example because a sibling host set one.',
  session_missing:
    'Nobody is signed in, or the browser did not send the cookie: a call to another origin, `credentials: "omit"`, plain http in production. On the server, `getSession` returns null for the same reasons: check it before you draw the page.',
  signature_malformed:
    'Send what the wallet returned, unchanged: hexadecimal, an even number of digits, starting with `0x`. Base64 or an object usually comes from another kind of wallet.',
  signature_rejected:
    'The signature is well formed but does not match this account and text. Check first that the signed text is the text that was sent: it must not be trimmed, re-encoded or rebuilt. A contract account that is not deployed on that chain cannot be asked either.',
  siwe_address_mismatch:
    'The user switched accounts between connecting and signing, or the address lacks its EIP-55 checksum. Read the address from the wallet right before signing, and show which one it is.',
  siwe_chain_not_allowed:
    'Accept the same list of chains in `createAuth` and in your wallet configuration. The wallet does not need to switch to sign: the chain is a line in the text.',
  siwe_domain_mismatch:
    'Either the message was written for another site, which is phishing, or `origin` does not match the configured `domain` of the upstream. They must be equal, including the port. Never relax this check.',
  siwe_expired:
    'The time in the message has passed, or is further ahead than the upstream allows. If messages are expired from the start, a clock is wrong: the times come from the server, so look there first.',
  siwe_issued_at:
    "The message is more than 60 s in the future or more than 5 min old by the server's clock. Use the time in the challenge, which comes from the server, not the browser's time.",
  siwe_malformed:
    'Use `createSiweMessage`: hand-written templates tend to lose blank lines. `parseSiweMessage` says which part is wrong. The route accepts only texts that two independent parsers read alike, so a text at the edge of the grammar is refused too.',
  siwe_not_yet_valid:
    "Omit `notBefore` unless you need it. Otherwise use the server's time, because a browser's clock may be ahead.",
  siwe_resources_not_allowed:
    'The list must equal the issued one, entry by entry and in order. A resource can delegate rights (ReCap), so an entry that was not issued is refused whatever it says.',
  siwe_statement_mismatch:
    'The statement was changed after the challenge was issued and before it was signed. A translation extension, a proxy or an attacker can do this.',
  siwe_uri_mismatch:
    "Set `uri` once, on the server, to the app's address. It is compared as text: a trailing slash makes it different.",
  step_up_required:
    'The path is listed with a `maxAge`, and the sign-in is older. Ask the user to confirm by signing in again; the session stays valid in the meantime. `useReauthenticate` does this and repeats the call.',
  store_unavailable:
    'The route fails closed: without its store it cannot tell a used nonce from a new one. Check the connection to the store. Do not fall back to memory in production: each process would then accept each nonce once.',
  timeout:
    'The client gave up after 20 s, or after your `timeoutMs`. What the backend did is unknown: call `GET /session` before the user signs or types anything again.',
  unsupported_media_type:
    'The route accepts only `application/json`, because a form on another site cannot send it. Compressed bodies are refused as well.',
  upstream_blocked:
    'A firewall answered instead of the upstream, usually with an HTML page. Typical reasons are loopback hosts, ports in the domain, some clouds, and clients without a `User-Agent`. Compare from another network, then contact the upstream with the time and the `requestId`.',
  upstream_domain_not_allowed:
    "Register the domain in the upstream's dashboard, exactly as in the first line of the message. In development, set a registered one as `domain`: wallets then warn that it is not the page's site, which the card explains.",
  upstream_invalid_answer:
    'The upstream reported success, but its answer does not match its documentation: its interface has changed, or something in between rewrites answers. The event names the missing member. Trying again rarely helps.',
  upstream_key_rejected:
    'The key is wrong, expired, from the other environment, or starts with a `Bearer` that the upstream does not expect. Users cannot do anything about it, so raise an alert on this code.',
  upstream_rate_limited:
    "All of your users share your key's limit. Show how long to wait, and look in the events for what uses the limit up: usually repeated requests for codes.",
  upstream_timeout:
    'The upstream did not answer within 10 s. It may or may not have done what was asked, so the Kit does not retry: the user starts again with a new challenge or a new code.',
  upstream_unavailable:
    "Look at the upstream's status page. Its answer is in the event, not in the problem. Keep what the user typed. Trying again in a minute is fine; do not retry in a loop.",
  url_too_long: 'URLs are limited to 8192 characters. Send longer data in a body.',
  wallet_account_changed:
    'Start again with the account that is selected now, when the user clicks. A signature by the other account was discarded and never sent.',
  wallet_failed:
    'The wallet reported an unknown error. Its text is in `cause`, in the browser only. Usually the wallet is out of date or lost its connection. Offer another wallet instead of retrying the same one.',
  wallet_locked:
    "The wallet needs its password, or the user has not given this page access to an account. Both happen in the wallet's window. Tell the user, because that window often hides behind the page.",
  wallet_not_found:
    'The extension was disabled, or the page loaded before it. Draw the list from the wallets that announce themselves (EIP-6963), and offer a wallet to install if it is empty.',
  wallet_outdated:
    'Browsers replace an extension in the background, and the page keeps the object of the former one, which no longer answers. Only a reload helps: save what the user has entered, and reload when they click.',
  wallet_rejected:
    'This is a decision, not a failure: show it as a notice and keep the button. Nothing was signed, and the challenge can still be used.',
  wallet_request_pending:
    'The wallet is already showing a request, perhaps from another tab. Most wallets do not come to the front again, so ask the user to open it.',
  wallet_unreachable:
    "The user was not asked. WalletConnect's relay or a host of the SDK did not answer, the SDK is not installed, or the browser blocks its storage. Check the SDK's hosts in the `connect-src` of your content security policy. The SDK's message is in `cause`, in the browser only.",
}
