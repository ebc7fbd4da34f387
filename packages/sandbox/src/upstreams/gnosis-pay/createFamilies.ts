import { randomBytes } from 'node:crypto'

/** Groups refresh tokens into families, one for each sign-in. Only a family's latest token works. */
export function createFamilies(now: () => number) {
  const tokens = new Map<string, Token>()

  function issue(family: Family, seconds: number) {
    const token = randomBytes(32).toString('hex')
    tokens.set(token, { family, isUsed: false, endsAt: now() + seconds * 1000 })
    return { address: family.address, token }
  }

  return {
    open: (address: string, seconds: number) => issue({ address, hasEnded: false }, seconds),
    /**
     * Exchanges a token for the next one; `undefined` if it is not valid. Reusing a token ends its whole
     * family.
     */
    rotate(text: unknown, seconds: number) {
      const token = tokens.get(String(text))
      if (token === undefined || now() >= token.endsAt) return undefined
      if (token.isUsed) token.family.hasEnded = true
      if (token.family.hasEnded) return undefined
      token.isUsed = true
      return issue(token.family, seconds)
    },
    end(text: unknown): void {
      const token = tokens.get(String(text))
      if (token !== undefined) token.family.hasEnded = true
    },
    clear: () => tokens.clear(),
  }
}

interface Family {
  readonly address: string
  hasEnded: boolean
}

interface Token {
  readonly family: Family
  readonly endsAt: number
  isUsed: boolean
}
