/**
 * Names a browser in the user's list of sessions: its name and its system, such as `Firefox · Windows`. This
 * is coarse on purpose, since it only has to tell one user's devices apart.
 */
export function describeClient(userAgent: string | null): string {
  const text = (userAgent ?? '').slice(0, maxLength)
  const parts = [findName(browsers, text), findName(systems, text)]
  return parts.filter((part) => part !== undefined).join(' · ')
}

function findName(
  names: readonly (readonly [name: string, pattern: RegExp])[],
  text: string,
): string | undefined {
  return names.find(([, pattern]) => pattern.test(text))?.[0]
}

/** In this order, because most browsers also claim to be those below them. */
const browsers = [
  ['Edge', /\bEdg(?:A|iOS|e)?\//],
  ['Opera', /\b(?:OPR|OPT)\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS|Chromium)\//],
  ['Safari', /\bSafari\//],
] as const

const systems = [
  ['Android', /\bAndroid\b/],
  ['iOS', /\b(?:iPhone|iPad|iPod)\b/],
  ['Windows', /\bWindows\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['macOS', /\bMacintosh\b/],
  ['Linux', /\bLinux\b/],
] as const

/** Browsers do not send longer headers. */
const maxLength = 500
