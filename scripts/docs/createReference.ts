import { join, relative } from 'node:path'
import ts from 'typescript-6'
import type { Page } from './Page.ts'

/** A page of the reference: which door of which package, and which of its names. */
const doors = [
  { path: 'hooks', title: 'Hooks', package: 'react', from: '@kit/react', only: /^use[A-Z]/ },
  {
    path: 'components',
    title: 'Components',
    package: 'react',
    from: '@kit/react',
    only: /^(?!use[A-Z])/,
  },
  { path: 'core', title: '@kit/core', package: 'core', from: '@kit/core', only: /./ },
  { path: 'server', title: '@kit/server', package: 'server', from: '@kit/server', only: /./ },
  { path: 'testing', title: '@kit/testing', package: 'testing', from: '@kit/testing', only: /./ },
  {
    path: 'testing-react',
    title: '@kit/testing/react',
    package: 'testing/react',
    from: '@kit/testing/react',
    only: /./,
  },
  {
    path: 'testing-browser',
    title: '@kit/testing/browser',
    package: 'testing/browser',
    from: '@kit/testing/browser',
    only: /./,
  },
]

/**
 * The reference of the packages, from the TSDoc in their declarations (`dist`, so `tsc -b` comes
 * first). It is made whenever the site is, and cannot be stale.
 *
 * @throws Error when the packages are not built.
 */
export async function createReference(root: string): Promise<Page[]> {
  const entries = [...new Set(doors.map((door) => entryOf(root, door.package)))]
  const program = ts.createProgram(entries, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    skipLibCheck: true,
    noLib: true,
  })
  const checker = program.getTypeChecker()
  return doors.map((door) => {
    const source = program.getSourceFile(entryOf(root, door.package))
    const module = source && checker.getSymbolAtLocation(source)
    if (module === undefined) throw new Error(`${door.from} has no declarations: run tsc -b first.`)
    const sections = checker
      .getExportsOfModule(module)
      .filter(({ name }) => door.only.test(name))
      .toSorted((one, other) => one.name.localeCompare(other.name))
      .map((symbol) => describeExport(root, checker, symbol))
    const intro = `Imported from \`${door.from}\`. Made from the TSDoc of the source.`
    const markdown = `# ${door.title}\n\n${intro}\n\n${sections.join('\n\n')}\n`
    return { path: `reference/${door.path}.md`, markdown }
  })
}

function describeExport(root: string, checker: ts.TypeChecker, exported: ts.Symbol): string {
  const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0
  const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported
  const declarations = symbol.getDeclarations() ?? []
  const words = ts.displayPartsToString(symbol.getDocumentationComment(checker))
  const tags = symbol.getJsDocTags(checker)
  const lines = [`## ${exported.name}`, '', words]
  const parameters = tags.filter(({ name }) => name === 'param').map(textOf)
  if (parameters.length > 0) lines.push('', ...parameters.map((text) => `- ${toParameter(text)}`))
  for (const tag of tags) {
    if (tag.name === 'returns') lines.push('', `Returns: ${textOf(tag)}`)
    if (tag.name === 'throws') lines.push('', `Throws ${textOf(tag)}`)
    if (tag.name === 'example')
      lines.push('', '```tsx fragment: an example of the TSDoc', textOf(tag), '```')
  }
  const code = declarations.map((declaration) => declaration.getText()).join('\n\n')
  const file = declarations[0]?.getSourceFile().fileName
  const place = file === undefined ? '' : relative(root, file)
  lines.push('', `\`\`\`ts fragment: a declaration of ${place.split('/').at(-1)}`, code, '```')
  return lines.join('\n')
}

function toParameter(text: string): string {
  return text.replace(/^([\w.]+)\s+-?\s*/, '`$1`: ')
}

function textOf(tag: ts.JSDocTagInfo): string {
  return ts.displayPartsToString(tag.text).replace(/\{@link ([^}\s]+)[^}]*\}/g, '$1')
}

/** Of a package, such as `core`, or of one of its doors, such as `testing/react`. */
function entryOf(root: string, door: string): string {
  const [name = '', folder = ''] = door.split('/')
  return join(root, 'packages', name, 'dist', folder, 'index.d.ts')
}
