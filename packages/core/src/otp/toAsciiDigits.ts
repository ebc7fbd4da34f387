/** Converts digits of every script and full-width letters to ASCII, and nothing else: `²` is not a digit. */
export function toAsciiDigits(text: string): string {
  return text
    .replace(/[Ａ-Ｚａ-ｚ]/g, (letter) => letter.normalize('NFKC'))
    .replace(/(?![0-9])\p{Nd}/gu, (digit) => {
      // In Unicode, the decimal digits of each script are consecutive, from zero to nine.
      let value = 0
      while (/\p{Nd}/u.test(String.fromCodePoint((digit.codePointAt(0) ?? 0) - value - 1)))
        value += 1
      return `${value % 10}`
    })
}
