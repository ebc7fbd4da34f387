/** Which of our packages each may import. `docs` of the layers: core says what, the others say how. */
export const arrows: Record<string, readonly string[]> = {
  core: [],
  react: ['core'],
  server: ['core'],
  sandbox: [],
  testing: ['core', 'react'],
}

/**
 * The imports of one source file that point the wrong way, or around a package's door.
 *
 * @param name - the package's folder, such as `server`.
 * @param source - the file's text.
 * @example findIllegalImports('core', "import { useSession } from '@kit/react'") // ['@kit/react']
 */
export function findIllegalImports(name: string, source: string): string[] {
  const allowed = arrows[name] ?? []
  return findSpecifiers(source).filter((specifier) => {
    if (/^\.\..*\/packages\/|^(\.\.\/)+(core|react|server|sandbox|testing)\/src\//.test(specifier))
      return true
    const target = /^@kit\/([^/]+)/.exec(specifier)?.[1]
    return target !== undefined && target !== name && !allowed.includes(target)
  })
}

/** `import … from 'x'`, `export … from 'x'`, `import 'x'`, `import('x')`, types included. */
function findSpecifiers(source: string): string[] {
  const code = source.replace(/^\s*\*.*$/gm, '')
  return [...code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g)].map(
    ([, specifier = '']) => specifier,
  )
}
