import ts from 'typescript-6'

/** One row of a table: a property, an option or a method. */
interface Member {
  name: string
  type: string
  default: string
  meaning: string
}

/**
 * Creates a table of the members of an interface or object type, with each member's type, default and meaning
 * from its TSDoc. Nested options are rows too, such as `otp.answerQuantumMs`.
 *
 * @returns `undefined` for a type without members to list, such as a union.
 */
export function describeMembers(
  declaration: ts.Declaration,
  checker: ts.TypeChecker,
): string[] | undefined {
  const found = findMembers(declaration)
  if (found === undefined) return undefined
  const rows = found.members.flatMap((member) => readMember(member, checker, ''))
  if (rows.length === 0 && found.alsoAll.length === 0) return undefined
  const hasDefaults = rows.some((row) => row.default !== '')
  const lines = hasDefaults
    ? ['| name | type | default | meaning |', '|---|---|---|---|']
    : ['| name | type | meaning |', '|---|---|---|']
  for (const row of rows)
    lines.push(
      hasDefaults
        ? `| \`${row.name}\` | ${toCell(row.type)} | ${row.default} | ${row.meaning} |`
        : `| \`${row.name}\` | ${toCell(row.type)} | ${row.meaning} |`,
    )
  if (rows.length === 0) lines.splice(0)
  if (found.alsoAll.length > 0)
    lines.push(
      '',
      `Also accepts everything of ${found.alsoAll.map((text) => `\`${text}\``).join(', ')}.`,
    )
  return lines.filter((line, index) => index > 0 || line !== '')
}

/** Finds the members that a declaration lists, and the types that it extends. */
function findMembers(
  declaration: ts.Declaration,
): { members: readonly ts.TypeElement[]; alsoAll: readonly string[] } | undefined {
  if (ts.isInterfaceDeclaration(declaration)) {
    const alsoAll = (declaration.heritageClauses ?? []).flatMap(({ types }) =>
      types.map((type) => type.getText()),
    )
    return { members: [...declaration.members], alsoAll }
  }
  if (!ts.isTypeAliasDeclaration(declaration)) return undefined
  const { type } = declaration
  if (ts.isTypeLiteralNode(type)) return { members: [...type.members], alsoAll: [] }
  if (!ts.isIntersectionTypeNode(type)) return undefined
  const literals = type.types.filter(ts.isTypeLiteralNode)
  const others = type.types.filter((part) => !ts.isTypeLiteralNode(part))
  return {
    members: literals.flatMap((literal) => [...literal.members]),
    alsoAll: others.map((part) => part.getText()),
  }
}

function readMember(member: ts.TypeElement, checker: ts.TypeChecker, prefix: string): Member[] {
  const symbol = member.name && checker.getSymbolAtLocation(member.name)
  if (member.name === undefined || symbol === undefined) return []
  const name = `${prefix}${member.name.getText()}`
  const documentation = ts.displayPartsToString(symbol.getDocumentationComment(checker))
  const tags = symbol.getJsDocTags(checker)
  const textsOf = (tag: string) =>
    tags.filter((each) => each.name === tag).map((each) => toLine(readTag(each)))
  const meaning = [
    toLine(documentation),
    ...textsOf('param').map((text) => text.replace(/^([\w.]+)\s+-?\s*/, '`$1`: ')),
    ...textsOf('throws').map((text) => `Throws ${text}`),
  ]
  const inner = ts.isPropertySignature(member) ? findLiteral(member.type) : undefined
  const row = {
    name,
    type: ts.isPropertySignature(member)
      ? readType(member.type, inner)
      : toLine(member.getText().slice(member.name.getText().length)),
    default: textsOf('default').map(toDefault).join(' '),
    meaning: toText(meaning.filter((text) => text !== '').join(' ')),
  }
  const rows = inner?.members.flatMap((each) => readMember(each, checker, `${name}.`)) ?? []
  return [row, ...rows]
}

/** Returns the object type in `otp?: { … } | undefined`. */
function findLiteral(type: ts.TypeNode | undefined): ts.TypeLiteralNode | undefined {
  if (type === undefined) return undefined
  if (ts.isTypeLiteralNode(type)) return type.members.length > 0 ? type : undefined
  if (!ts.isUnionTypeNode(type)) return undefined
  return type.types.find((part) => ts.isTypeLiteralNode(part))
}

function readType(type: ts.TypeNode | undefined, inner: ts.TypeLiteralNode | undefined): string {
  if (type === undefined) return 'unknown'
  const text =
    inner === undefined ? type.getText() : type.getText().replace(inner.getText(), 'object')
  // The `?` already says that the member can be undefined.
  return toLine(text).replace(/ \| undefined$/, '')
}

/** A default is a value, sometimes followed by a comma and an explanation. */
function toDefault(text: string): string {
  const [, value = '', rest = ''] = /^('[^']*'|[^\s,]+|\{[^}]*\})([\s\S]*)$/.exec(text) ?? []
  const isCode = /^['"\d{[]|^(?:true|false|null|undefined)$|\(\)$|^[a-z]+\.[a-z]/i.test(value)
  return toText(isCode ? `\`${value}\`${rest}` : text)
}

function readTag(tag: ts.JSDocTagInfo): string {
  return ts.displayPartsToString(tag.text).replace(/\{@link ([^}\s]+)[^}]*\}/g, '`$1`')
}

function toLine(text: string): string {
  return text
    .replace(/\{@link ([^}\s]+)[^}]*\}/g, '`$1`')
    .replace(/\s+/g, ' ')
    .trim()
}

function toCell(type: string): string {
  return `\`${type.replaceAll('|', '\\|')}\``
}

/** A bar would end a cell, and an angle bracket outside of code would begin a tag. */
function toText(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part.replaceAll('<', '&lt;') : part))
    .join('`')
}
