/**
 * Hides the comma of each `light-dark(a, b)` in a token. Bundlers that compile for browsers without the
 * function, as Next.js and Vite do, would replace it with a value that is decided once, at `:root`, by a
 * `color-scheme` in a style sheet. A page without one would have no colours, and no part of a page could have
 * a separate theme. Browsers see the comma because the token's value is assembled where it is used.
 */
export function keepLightDark(styles: string): string {
  const [before = '', ...calls] = styles.split('light-dark(')
  return before + calls.map((call) => `light-dark(${hideComma(call)}`).join('')
}

function hideComma(call: string): string {
  let depth = 0
  for (const [index, character] of [...call].entries()) {
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    if (character === ',' && depth === 0)
      return `${call.slice(0, index)} var(--kit-comma)${call.slice(index + 1).trimStart()}`
  }
  throw new Error(`light-dark(${call.slice(0, 80)} has no comma.`)
}
