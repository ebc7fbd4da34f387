/**
 * Splits a suite into two projects: `test`, for which a newcomer waits, and `matrix`, which contains the
 * variations.
 *
 * @param multiplied - matches the file and title of tests that belong to the matrix.
 */
export function splitBy(multiplied: RegExp) {
  return [
    { name: 'test', grepInvert: multiplied },
    { name: 'matrix', grep: multiplied },
  ]
}
