import type { Table } from '../../Benchmark.ts'
import type { ServedPage } from '../../browser/servePage.ts'

/**
 * Shows how much of each part is loaded with the page, and how much when it is used, counted in the bundled
 * modules before minification.
 *
 * @param loaded - paths of the scripts that the page loaded.
 */
export function toUnusedTable(scripts: ServedPage['scripts'], loaded: ReadonlySet<string>): Table {
  const rows = Object.entries(parts).map(([name, pattern]) => {
    let [now, later] = [0, 0]
    for (const [path, modules] of scripts)
      for (const [module, bytes] of Object.entries(modules)) {
        if (!pattern.test(module)) continue
        if (loaded.has(path)) now += bytes
        else later += bytes
      }
    return [name, show(now), show(later)]
  })
  return {
    title: 'Not in use',
    columns: ['subject', 'loaded with the page', 'loaded when used'],
    rows,
  }
}

/** The parts, identified by the paths of their modules. */
const parts: Readonly<Record<string, RegExp>> = {
  'WalletConnect’s SDK': /node_modules\/@(?:walletconnect|reown)\//,
  'its connector': /react\/src\/walletconnect\//,
  'the QR code': /wallet-connect-qr\/|node_modules\/lean-qr\//,
  'the field for a code': /components\/(?:otp-form\/CodeStep|otp-input\/)/,
  'the texts of errors': /locales\/languages\/en\.ts$/,
  'the other languages': /locales\/languages\/(?!en\.)[a-z]{2}(?:-[A-Z]{2})?\.ts$/,
  'dialogs that are closed': /components\/(?:dialog|session-expiry-dialog|reauthenticate-dialog)\//,
  'the developer’s panel': /components\/auth-devtools\//,
}

const show = (bytes: number) => (bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`)
