import { findSpecifiers } from './findSpecifiers.ts'

/** The packages of this repository that each package may import. */
export const arrows: Record<string, readonly string[]> = {
  core: [],
  react: ['core'],
  server: ['core'],
  sandbox: [],
  testing: ['core', 'react'],
}

/**
 * Finds the imports of a source file that its package may not have, or that bypass another package's entry
 * points.
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
    if (specifier.startsWith('@kit/core/internal/') && !['react', 'server'].includes(name))
      return true
    return target !== undefined && target !== name && !allowed.includes(target)
  })
}
