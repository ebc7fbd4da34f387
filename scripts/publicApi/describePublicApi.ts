import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript-6'

/**
 * Describes what a package exports: each entry point with its names, then each name's declaration once, without
 * comments. Internal entry points, private names and texts for users are left out, so the result changes only
 * if the API for apps changes.
 *
 * @param folder - of the package, built or unpacked.
 */
export function describePublicApi(folder: string): string {
  const { exports }: { exports: Record<string, Door> } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  const doors = Object.entries(exports).flatMap(([name, door]) =>
    typeof door === 'string' || name.startsWith('./internal/') ? [] : expand(folder, name, door),
  )
  const declarations = new Map<string, string>()
  const names = doors.map(([door, file]) => {
    const found = findExports(folder, file)
    for (const [name, text] of found) {
      const known = declarations.get(name)
      // Two entry points may export different declarations under the same name.
      declarations.set(known === undefined || known === text ? name : `${name} (${door})`, text)
    }
    return `// ${door}: ${[...found.keys()].toSorted().join(', ')}`
  })
  return `${names.join('\n')}\n\n${[...declarations.keys()]
    .toSorted()
    .map((name) => declarations.get(name))
    .join('\n')}\n`
}

type Door = string | { types: string }

/** Lists the entry points that an entry point with a star stands for. */
function expand(folder: string, name: string, door: Exclude<Door, string>): [string, string][] {
  const pattern = posix.normalize(door.types)
  const [before = '', after] = pattern.split('*')
  if (after === undefined) return [[name, pattern]]
  return readdirSync(join(folder, before), { recursive: true, encoding: 'utf8' })
    .map((file) => before + file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith(after))
    .map((file): [string, string] => [file.slice(before.length, -after.length), file])
    .filter(([star]) => !star.includes('/'))
    .toSorted()
    .map(([star, file]) => [name.replace('*', star), file])
}

/** Returns the declaration behind each name that a file exports, wherever it is declared. */
function findExports(folder: string, file: string): Map<string, string> {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(folder, file), 'utf8'),
    ts.ScriptTarget.Latest,
  )
  const found = new Map<string, string>()
  const add = (name: string, text: string) => {
    const former = found.get(name)
    found.set(name, former === undefined ? text : `${former}\n${text}`)
  }
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement)) {
      const target = statement.moduleSpecifier as ts.StringLiteral | undefined
      const inner = target?.text.startsWith('.')
        ? findExports(folder, toDeclarations(file, target.text))
        : undefined
      if (statement.exportClause === undefined)
        for (const [name, text] of inner ?? []) add(name, text)
      else if (ts.isNamedExports(statement.exportClause))
        for (const { name, propertyName } of statement.exportClause.elements) {
          const original = (propertyName ?? name).text
          const text = inner?.get(original) ?? print(statement, source)
          add(name.text, original === name.text ? text : `// ${name.text} is:\n${text}`)
        }
    } else for (const name of findNames(statement)) add(name, print(statement, source))
  }
  return found
}

function toDeclarations(from: string, target: string): string {
  return posix.join(posix.dirname(from), target.replace(/\.(?:js|tsx?)$/, '.d.ts'))
}

/** Returns the names that a statement declares and exports. */
function findNames(statement: ts.Statement): string[] {
  const isExported = ts.canHaveModifiers(statement)
    ? ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    : false
  if (!isExported) return []
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : [],
    )
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isModuleDeclaration(statement)
  )
    return statement.name === undefined ? [] : [statement.name.text]
  return []
}

const printer = ts.createPrinter({ removeComments: true })

/**
 * A text for users is listed as `string`, because rewording it does not change the interface. A table of values
 * is listed only by its name.
 */
function print(statement: ts.Statement, source: ts.SourceFile): string {
  const text = printer
    .printNode(ts.EmitHint.Unspecified, statement, source)
    .replaceAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, (literal) =>
      /\s/.test(literal) ? 'string' : literal,
    )
  const isTable = ts.isVariableStatement(statement) && text.split('\n').length > 60
  return isTable ? text.slice(0, text.indexOf('\n')) : text
}
