/** The minimum number of characters of a secret. */
export const minSecretLength = 32

/** Whether a text is too simple for a secret, such as 32 equal characters. */
export function isEasyToGuess(text: string): boolean {
  return new Set(text).size < minDistinct
}

/** A random text of 32 hexadecimal digits has fewer than 8 distinct digits less than once in 10⁹ times. */
const minDistinct = 8
