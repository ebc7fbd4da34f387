/**
 * Splits a suite into two projects: `test`, which `npm test` runs, and `matrix`, which contains the variations.
 *
 * @param multiplied - matches the file and title of tests that belong to the matrix.
 */
export function splitBy(multiplied: RegExp) {
  return [
    { name: 'test', grepInvert: multiplied },
    { name: 'matrix', grep: multiplied },
  ]
}
