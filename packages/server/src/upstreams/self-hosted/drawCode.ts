import { randomBytes } from '../../keys/randomBytes.ts'

/**
 * Returns a random code with this many digits, each equally likely. Random bytes that would favour low digits
 * are discarded.
 */
export function drawCode(length: number): string {
  let code = ''
  while (code.length < length)
    for (const byte of randomBytes(length * 2))
      if (byte < 250 && code.length < length) code += byte % 10
  return code
}
