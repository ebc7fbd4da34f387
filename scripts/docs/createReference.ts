import { join, relative } from 'node:path'
import ts from 'typescript-6'
import { describeMembers } from './describeMembers.ts'
import type { Page } from './Page.ts'

/** A page of the reference: the entry points that it describes, and which of their names. */
interface Door {
  path: string
  title: string
  /** The name that apps import from, and where its declarations are below `packages/`. */
  entries: readonly (readonly [from: string, declarations: string])[]
  only?: RegExp
}

const upstreams = ['self-hosted', 'bakkt', 'gnosis-pay', 'walt-id', 'bitbadges', 'offblocks']
const adapters = ['rainbowkit', 'connectkit', 'appkit']
const mounts = ['next', 'hono', 'express', 'node']
const react = ['@kit/react', 'react/dist/index.d.ts'] as const

const doors: readonly Door[] = [
  { path: 'hooks', title: 'Hooks', entries: [react], only: /^use[A-Z]/ },
  { path: 'components', title: 'Components', entries: [react], only: /^(?!use[A-Z])/ },
  {
    path: 'react-entries',
    title: 'Further entries of @kit/react',
    entries: [
      ['@kit/react/ens', 'react/dist/siwe/ens/EnsNames.d.ts'],
      ['@kit/react/walletconnect', 'react/dist/siwe/walletconnect/walletConnect.d.ts'],
      ['@kit/react/devtools', 'react/dist/components/auth-devtools/index.d.ts'],
      ...adapters.map(
        (name) => [`@kit/react/${name}`, `react/dist/siwe/adapters/${name}.d.ts`] as const,
      ),
    ],
  },
  { path: 'core', title: '@kit/core', entries: [['@kit/core', 'core/dist/index.d.ts']] },
  { path: 'server', title: '@kit/server', entries: [['@kit/server', 'server/dist/index.d.ts']] },
  {
    path: 'server-upstreams',
    title: 'Options of the upstreams',
    entries: upstreams.map((name) => [
      `@kit/server/upstreams/${name}`,
      `server/dist/upstreams/${name}/index.d.ts`,
    ]),
  },
  {
    path: 'server-stores',
    title: 'Stores and mounts',
    entries: [
      ['@kit/server/redis', 'server/dist/store/redis/redisStore.d.ts'],
      ['@kit/server/sqlite', 'server/dist/store/sqlite/sqliteStore.d.ts'],
      ['@kit/server/postgres', 'server/dist/store/postgres/postgresStore.d.ts'],
      ...mounts.map(
        (name) => [`@kit/server/mount/${name}`, `server/dist/mount/${name}.d.ts`] as const,
      ),
    ],
  },
  {
    path: 'testing',
    title: '@kit/testing',
    entries: [['@kit/testing', 'testing/dist/index.d.ts']],
  },
  {
    path: 'testing-react',
    title: '@kit/testing/react',
    entries: [['@kit/testing/react', 'testing/dist/react/index.d.ts']],
  },
  {
    path: 'testing-browser',
    title: '@kit/testing/browser',
    entries: [['@kit/testing/browser', 'testing/dist/browser/index.d.ts']],
  },
]

/**
 * Creates the packages' reference from the TSDoc in their declarations (in `dist`, so run `tsc -b` first). It
 * is regenerated with every build of the site, so it cannot be stale.
 *
 * @throws Error if the packages are not built.
 */
export async function createReference(root: string): Promise<Page[]> {
  const fileOf = (declarations: string) => join(root, 'packages', declarations)
  const files = doors.flatMap(({ entries }) => entries.map(([, path]) => fileOf(path)))
  const program = ts.createProgram([...new Set(files)], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    skipLibCheck: true,
    noLib: true,
  })
  const checker = program.getTypeChecker()
  return doors.map(({ path, title, entries, only = /./ }) => {
    const sections = entries.flatMap(([from, declarations]) => {
      const source = program.getSourceFile(fileOf(declarations))
      const module = source && checker.getSymbolAtLocation(source)
      if (module === undefined) throw new Error(`${from} has no declarations: run tsc -b first.`)
      return checker
        .getExportsOfModule(module)
        .filter(({ name }) => only.test(name))
        .toSorted((one, other) => one.name.localeCompare(other.name))
        .map((symbol) => describeExport(root, checker, symbol, entries.length > 1 ? from : ''))
    })
    const [[from = ''] = [], ...others] = entries
    const source =
      others.length > 0
        ? 'Each section says where the name is imported from.'
        : `Imported from \`${from}\`.`
    const intro = `${source} Made from the TSDoc of the source.`
    const markdown = `# ${title}\n\n${intro}\n\n${sections.join('\n\n')}\n`
    return { path: `reference/${path}.md`, markdown }
  })
}

function describeExport(
  root: string,
  checker: ts.TypeChecker,
  exported: ts.Symbol,
  from: string,
): string {
  const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0
  const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported
  const declarations = symbol.getDeclarations() ?? []
  const words = ts.displayPartsToString(symbol.getDocumentationComment(checker))
  const tags = symbol.getJsDocTags(checker)
  const lines = [`## ${exported.name}`]
  if (from !== '') lines.push('', `From \`${from}\`.`)
  if (words !== '') lines.push('', words)
  const parameters = tags.filter(({ name }) => name === 'param').map(textOf)
  if (parameters.length > 0) lines.push('', ...parameters.map((text) => `- ${toParameter(text)}`))
  for (const tag of tags) {
    if (tag.name === 'returns') lines.push('', `Returns: ${textOf(tag)}`)
    if (tag.name === 'throws') lines.push('', `Throws ${textOf(tag)}`)
    if (tag.name === 'example')
      lines.push('', '```tsx fragment: an example of the TSDoc', textOf(tag), '```')
  }
  for (const declaration of declarations)
    lines.push(...describeDeclaration(root, checker, declaration, exported.name))
  return lines.join('\n')
}

/**
 * Creates a table of a declaration's members. A declaration without members, such as a function or a union, is
 * shown as code.
 */
function describeDeclaration(
  root: string,
  checker: ts.TypeChecker,
  declaration: ts.Declaration,
  name: string,
): string[] {
  const table = describeMembers(declaration, checker)
  if (table !== undefined) return ['', ...table]
  if (ts.isModuleDeclaration(declaration))
    return describeNamespace(root, checker, declaration, name)
  const file = relative(root, declaration.getSourceFile().fileName).split('/').at(-1)
  // The comment above it says so.
  if (ts.isTypeAliasDeclaration(declaration) && isNothing(declaration.type)) return []
  const text = declaration.getText()
  return ['', `\`\`\`ts fragment: a declaration of ${file}`, text, '```']
}

/** The types that belong to a hook or a function: `useOtpLogin.Parameters`. */
function describeNamespace(
  root: string,
  checker: ts.TypeChecker,
  { body }: ts.ModuleDeclaration,
  name: string,
): string[] {
  if (body === undefined || !ts.isModuleBlock(body)) return []
  return body.statements.filter(ts.isTypeAliasDeclaration).flatMap((statement) => {
    const symbol = checker.getSymbolAtLocation(statement.name)
    const words = ts.displayPartsToString(symbol?.getDocumentationComment(checker))
    const heading = ['', `### ${name}.${statement.name.text}`]
    return [
      ...heading,
      ...(words === '' ? [] : ['', words]),
      ...describeDeclaration(root, checker, statement, `${name}.${statement.name.text}`),
    ]
  })
}

function isNothing({ kind }: ts.TypeNode): boolean {
  return kind === ts.SyntaxKind.UndefinedKeyword || kind === ts.SyntaxKind.NeverKeyword
}

function toParameter(text: string): string {
  return text.replace(/^([\w.]+)\s+-?\s*/, '`$1`: ')
}

function textOf(tag: ts.JSDocTagInfo): string {
  return ts.displayPartsToString(tag.text).replace(/\{@link ([^}\s]+)[^}]*\}/g, '$1')
}
