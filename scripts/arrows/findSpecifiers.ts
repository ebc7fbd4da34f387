/** Finds `import … from 'x'`, `export … from 'x'`, `import 'x'` and `import('x')`, including type imports. */
export function findSpecifiers(source: string): string[] {
  const code = source.replace(/^\s*\*.*$/gm, '')
  return [...code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g)].map(
    ([, specifier = '']) => specifier,
  )
}
