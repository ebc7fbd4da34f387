/** A decoded screenshot with four bytes per pixel. */
export interface Picture {
  metadata: { width: number; height: number }
  data: Uint8Array | Uint8ClampedArray | Buffer
}

/**
 * Compares a screenshot with its stored picture by two measures. A few pixels with large differences are a
 * change that people notice at once, such as a moved letter or another icon. Many pixels with small differences
 * are a change that people miss, such as a surface in another shade. A slightly different edge of a letter is
 * neither. A picture of one colour fails, because a story must show something.
 *
 * Written for Vitest's `toMatchScreenshot`.
 */
export function comparePictures(
  reference: Picture,
  actual: Picture,
  { createDiff }: { createDiff: boolean },
): { pass: boolean; diff: Uint8Array | null; message: string | null } {
  const { width, height } = reference.metadata
  const other = actual.metadata
  if (width !== other.width || height !== other.height) {
    const message = `The picture is ${other.width} × ${other.height}, and was ${width} × ${height}.`
    return { pass: false, diff: null, message }
  }
  if (isBlank(actual))
    return { pass: false, diff: null, message: 'The story shows nothing: give it a note.' }
  const diff = createDiff ? new Uint8Array(reference.data.length) : null
  let faint = 0
  let strong = 0
  for (let at = 0; at < reference.data.length; at += 4) {
    const difference = findDifference(reference.data, actual.data, at)
    if (difference >= faintFrom) faint += 1
    if (difference >= strongFrom) strong += 1
    if (diff !== null) paint(diff, at, difference, reference.data)
  }
  const area = width * height
  const pass = strong <= area * strongShare && faint <= area * faintShare
  const message = `${strong} of ${area} pixels differ much, ${faint} at all.`
  return { pass, diff, message: pass ? null : message }
}

/** Differences in steps of a channel's 256 values. Two processors may round differently by one step. */
const faintFrom = 2
const strongFrom = 26
/** Limits as shares of the picture's pixels. */
const faintShare = 0.005
const strongShare = 0.0005

/** Whether every pixel has the colour of the first one. */
function isBlank({ data }: Picture): boolean {
  for (let at = 4; at < data.length; at += 1) if (data[at] !== data[at - 4]) return false
  return true
}

function findDifference(one: Picture['data'], other: Picture['data'], at: number): number {
  let largest = 0
  for (let channel = at; channel < at + 4; channel += 1) {
    const difference = Math.abs((one[channel] ?? 0) - (other[channel] ?? 0))
    if (difference > largest) largest = difference
  }
  return largest
}

/** Paints strong differences red, faint ones orange, and everything else as a pale copy. */
function paint(diff: Uint8Array, at: number, difference: number, source: Picture['data']): void {
  const pale = (channel: number) => 255 - (255 - (source[at + channel] ?? 0)) / 8
  const plain = [pale(0), pale(1), pale(2)]
  const marked = difference >= strongFrom ? [255, 0, 0] : [255, 160, 0]
  diff.set([...(difference >= faintFrom ? marked : plain), 255], at)
}
