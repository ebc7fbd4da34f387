import { correction, generate } from 'lean-qr'

/**
 * Draws a QR code as one SVG path of unit squares, with a margin of four modules, which scanners need.
 *
 * @param text - the content of the code.
 * @example
 * drawQr('wc:…') // { size: 53, path: 'M4 4h7v1h-7z…' }
 */
export function drawQr(text: string): { size: number; path: string } {
  const code = generate(text, { minCorrectionLevel: correction.M })
  const runs: string[] = []
  for (let y = 0; y < code.size; y += 1) {
    let start = -1
    for (let x = 0; x <= code.size; x += 1) {
      const isDark = x < code.size && code.get(x, y)
      if (isDark && start < 0) start = x
      if (isDark || start < 0) continue
      runs.push(`M${start + quietModules} ${y + quietModules}h${x - start}v1h-${x - start}z`)
      start = -1
    }
  }
  return { size: code.size + 2 * quietModules, path: runs.join('') }
}

const quietModules = 4
