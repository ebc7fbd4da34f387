/** The fewest characters of a secret. */
export const minSecretLength = 32

/** Whether a text, such as 32 equal characters or 32 spaces, is no secret. */
export function isEasyToGuess(text: string): boolean {
  return new Set(text).size < minDistinct
}

/** Of 32 random hexadecimal digits, fewer than 8 are distinct less than once in 10⁹ times. */
const minDistinct = 8
