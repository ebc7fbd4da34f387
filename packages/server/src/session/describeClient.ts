/**
 * Returns a name for a browser in the user's list of sessions: its product and operating system, such as
 * `Firefox · Windows`. It only has to distinguish one user's devices, so it has no versions.
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

/** The order matters, because most browsers also contain the names below theirs. */
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
