/**
 * Splits a suite into two projects: `test`, which `npm test` runs, and `matrix`, which contains the variations.
 *
 * @param onlyInMatrix - matches the file and title of tests that belong to the matrix.
 */
export function splitBy(onlyInMatrix: RegExp) {
  return [
    { name: 'test', grepInvert: onlyInMatrix },
    { name: 'matrix', grep: onlyInMatrix },
  ]
}
