/**
 * Adds a fallback for each token that differs between light and dark, for engines without `light-dark()`:
 * Chrome below 123, Firefox below 120, Safari below 17.5. In the fallback, two properties replace the function.
 * One of them is empty and the other invalid, so that `var(--kit-light, #fff) var(--kit-dark, #000)` is one of
 * the two colours. A stylesheet cannot detect the page's `color-scheme` in those engines: `data-kit-theme`
 * decides, and without it they show the light colours.
 *
 * Each rule is followed by its fallback, which is computed on every element with a theme, so that themes
 * nest.
 */
export function addThemeFallback(styles: string): string {
  let switches = toggles
  return styles.replace(rule, (whole: string, indent: string, selector: string, body: string) => {
    const declarations = listThemed(body)
    if (declarations.length === 0) return whole
    const isRoot = selector.includes(':root')
    const selectors = isRoot ? `${selector.trim()}, [data-kit-theme]` : selector.trim()
    const before = isRoot ? switches : ''
    if (isRoot) switches = ''
    return `${whole}\n${indent}@supports not (${placeholder}) { ${before} ${selectors} { ${declarations.join(' ')} } }`
  })
}

/** The placeholder is replaced last, because a minifier and `keepLightDark` would read its text as a value. */
export function writeCondition(styles: string): string {
  return styles.replaceAll(/\(--kit-has-light-dark: ?1\)/g, '(color:light-dark(red,red))')
}

/** Lists the declarations that differ between light and dark, and those computed from them, in order. */
function listThemed(body: string): string[] {
  const plain = body.replace(/\/\*[\s\S]*?\*\//g, '')
  const all = [...plain.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => ({
    name,
    value,
  }))
  const themed = new Set<string>()
  const isThemed = (value: string) =>
    value.includes(call) || [...themed].some((name) => value.includes(`var(${name})`))
  for (let size = -1; size !== themed.size; ) {
    size = themed.size
    for (const { name, value } of all) if (isThemed(value)) themed.add(name)
  }
  return all
    .filter(({ name }) => themed.has(name))
    .map(({ name, value }) => `${name}: ${split(value)};`)
}

/** Splits `light-dark(a, b)` into two values, one of which becomes empty. */
function split(value: string): string {
  const [before = '', ...calls] = value.split(call)
  return before + calls.map(splitCall).join('')
}

function splitCall(rest: string): string {
  let depth = 0
  let comma = 0
  for (const [at, character] of [...rest].entries()) {
    if (character === ',' && depth === 0) comma = at
    if (character === ')' && depth === 0)
      return `var(--kit-light, ${rest.slice(0, comma).trim()}) var(--kit-dark, ${rest.slice(comma + 1, at).trim()})${rest.slice(at + 1)}`
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
  }
  throw new Error(`light-dark(${rest.slice(0, 80)} does not end.`)
}

const call = 'light-dark('
const placeholder = '--kit-has-light-dark: 1'

/** Custom property values in this repository contain no semicolons. */
const rule = /^( *)([^{}@/;*]+)\{([^{}]*)\}/gm

const light = '--kit-light: initial; --kit-dark: ;'
const dark = '--kit-light: ; --kit-dark: initial;'
const toggles = `:root, :host, [data-kit-theme] { ${light} } [data-kit-theme="dark"] { ${dark} } @media (prefers-color-scheme: dark) { [data-kit-theme="auto"] { ${dark} } }`
