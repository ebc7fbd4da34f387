import { toHex } from '../../../keys/encodings.ts'
import { randomBytes } from '../../../keys/randomBytes.ts'
import type { CodeMail, MailBrand } from './CodeMail.ts'
import { findMailWords } from './words.ts'

/**
 * Writes the email with a code, as plain text and HTML with the same sentences. The HTML loads nothing,
 * follows the reader's light or dark mode, and is laid out from right to left if the language needs it.
 *
 * @example
 * createCodeMail({ to: 'ada@example.com', code: '123456', locale: 'en', host: 'app.example.com', … }).subject
 * // '123456 is your app.example.com code'
 */
export function createCodeMail({
  to,
  code,
  locale,
  host,
  brand = {},
  sentAt,
  lifetimeSeconds,
}: createCodeMail.Parameters): CodeMail {
  const words = findMailWords(locale)
  const app = brand.name ?? host
  const values = { code, app, minutes: String(Math.round(lifetimeSeconds / 60)) }
  const replacePlaceholders = (text: string) =>
    // Replaces everything in one pass, so that an app name that contains `{code}` stays unchanged.
    text.replace(/\{(code|app|minutes)\}/g, (_, name: keyof typeof values) => values[name])
  const filled = {
    heading: replacePlaceholders(words.heading),
    intro: replacePlaceholders(words.intro),
    lifetime: replacePlaceholders(words.lifetime),
    warning: replacePlaceholders(words.warning),
  }
  const { heading, intro, lifetime, warning } = filled
  const { logo } = brand
  return {
    to,
    code,
    locale,
    expiresAt: new Date(sentAt + lifetimeSeconds * 1000),
    // Without this, a line break in the app's name could add headers to the email.
    subject: replacePlaceholders(words.subject).replace(/[\r\n]+/g, ' '),
    text: `${heading}\n\n${intro}\n\n    ${code}\n\n${lifetime}\n${warning}\n`,
    html: createHtml({ ...filled, code, app, locale, brand, direction: words.direction ?? 'ltr' }),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Message-ID': `<${toHex(randomBytes(16))}@${host}>`,
      'X-Auto-Response-Suppress': 'All',
    },
    attachments:
      logo === undefined
        ? []
        : [{ cid: logoCid, contentType: logo.contentType, content: logo.content }],
  }
}

export declare namespace createCodeMail {
  type Parameters = {
    to: string
    code: string
    /** The locale of the text. @default 'en' if it is not supported */
    locale: string
    /** The host of the app's origin. */
    host: string
    brand?: MailBrand | undefined
    /** In ms since 1970. */
    sentAt: number
    lifetimeSeconds: number
  }
}

interface Content
  extends Record<'heading' | 'intro' | 'lifetime' | 'warning' | 'code' | 'app', string> {
  locale: string
  brand: MailBrand
  direction: 'ltr' | 'rtl'
}

function createHtml({ heading, intro, lifetime, warning, code, app, ...rest }: Content): string {
  const { locale, brand, direction } = rest
  const color = checkColor(brand.color ?? '#16181d')
  const darkColor = checkColor(brand.darkColor ?? brand.color ?? '#eceef2')
  const { logo } = brand
  const image =
    logo === undefined
      ? ''
      : `<img src="cid:${logoCid}" width="${Number(logo.width)}" height="${Number(logo.height)}" alt="${escapeHtml(app)}" style="display:block;border:0;margin:0 0 24px">`
  return `<!doctype html>
<html lang="${escapeHtml(locale)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<title>${escapeHtml(heading)}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #0f1115 !important; }
  .card { background: #181b21 !important; border-color: #272c35 !important; }
  .heading { color: ${darkColor} !important; }
  .text { color: #eceef2 !important; }
  .small { color: #9aa2b1 !important; }
  .code { color: #ffffff !important; background: #23272f !important; border-color: #353b47 !important; }
}
</style>
</head>
<body class="page" dir="${direction}" style="margin:0;padding:0;background:#f6f7f9">
<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(intro)} ${escapeHtml(code)}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f6f7f9">
<tr><td align="center" style="padding:32px 16px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:480px;background:#ffffff;border:1px solid #e3e6ec;border-radius:14px">
<tr><td dir="${direction}" align="${direction === 'rtl' ? 'right' : 'left'}" style="padding:32px;font-family:${fonts}">
${image}<h1 class="heading" style="margin:0 0 16px;font-size:20px;line-height:28px;font-weight:600;color:${color}">${isolate(heading, app)}</h1>
<p class="text" style="margin:0 0 16px;font-size:16px;line-height:24px;color:#16181d">${escapeHtml(intro)}</p>
<p class="code" dir="ltr" style="margin:0 0 16px;padding:16px;text-align:center;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:32px;line-height:40px;font-weight:600;letter-spacing:6px;color:#16181d;background:#f1f3f6;border:1px solid #e3e6ec;border-radius:10px">${escapeHtml(code)}</p>
<p class="text" style="margin:0 0 8px;font-size:14px;line-height:20px;color:#16181d">${escapeHtml(lifetime)}</p>
<p class="small" style="margin:0;font-size:14px;line-height:20px;color:#5b6270">${escapeHtml(warning)}</p>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`
}

/** Isolates the text direction of the app's name inside a sentence. */
function isolate(text: string, app: string): string {
  return escapeHtml(text).replace(escapeHtml(app), (name) => `<bdi>${name}</bdi>`)
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}

/** @throws Error for a value that could end the CSS that contains it. */
function checkColor(color: string): string {
  if (/^(?:#[0-9a-fA-F]{3,8}|[a-z]{3,30})$/.test(color)) return color
  throw new Error(`brand: "${color}" is not a colour. Write it like #16181d.`)
}

const logoCid = 'logo'
const fonts =
  "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Noto Sans',sans-serif"
