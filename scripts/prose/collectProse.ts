import ts from 'typescript-6'

/** One piece of prose: a comment, a test's name or a paragraph. */
export interface Prose {
  /** The line number, from 1. */
  readonly line: number
  readonly text: string
}

/**
 * Collects the prose of a file, without its code.
 *
 * @param file - its name, which says how to read it: `.md` is Markdown, anything else is TypeScript.
 */
export function collectProse(file: string, source: string): Prose[] {
  const pieces = file.endsWith('.md') ? readMarkdown(source) : readTypeScript(file, source)
  return pieces
    .map(({ line, text }) => ({ line, text: withoutCode(text) }))
    .filter(({ text }) => text !== '')
}

function readMarkdown(source: string): Prose[] {
  const pieces: Prose[] = []
  let isCode = false
  let paragraph: { line: number; text: string } | undefined
  for (const [index, line] of source.split('\n').entries()) {
    if (/^\s*```/.test(line)) isCode = !isCode
    const isText = !isCode && line.trim() !== '' && !/^\s*(?:```|<)/.test(line)
    const startsAnother = !isText || /^\s*(?:[-*|#>]|\d+\.) ?/.test(line)
    if (startsAnother) paragraph = undefined
    if (!isText) continue
    if (paragraph === undefined) {
      paragraph = { line: index + 1, text: line.trim() }
      pieces.push(paragraph)
    } else paragraph.text += ` ${line.trim()}`
  }
  return pieces
}

function readTypeScript(file: string, source: string): Prose[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true)
  const ranges = new Map<number, ts.CommentRange>()
  const pieces: Prose[] = []
  const lineOf = (position: number) => tree.getLineAndCharacterOfPosition(position).line + 1
  const visit = (node: ts.Node): void => {
    if (node.kind !== ts.SyntaxKind.JsxText)
      for (const find of [ts.getLeadingCommentRanges, ts.getTrailingCommentRanges])
        for (const range of find(
          source,
          find === ts.getLeadingCommentRanges ? node.pos : node.end,
        ) ?? [])
          ranges.set(range.pos, range)
    const name = readTestName(node)
    if (name !== undefined) pieces.push({ line: lineOf(name.getStart()), text: name.text })
    // Unlike `forEachChild`, this also visits the tokens, whose comments would be missed.
    for (const child of node.getChildren(tree)) if (!ts.isJSDoc(child)) visit(child)
  }
  visit(tree)
  let last: { line: number; text: string; end: number } | undefined
  for (const range of [...ranges.values()].toSorted((one, other) => one.pos - other.pos)) {
    const text = source
      .slice(range.pos, range.end)
      .replace(/@example[^@]*/g, '')
      .replace(/^\s*(?:\/\*+|\*+\/|\*|\/\/+)|\*+\/$/gm, '')
    const isLine = range.kind === ts.SyntaxKind.SingleLineCommentTrivia
    // Consecutive line comments count as one text.
    if (isLine && last !== undefined && source.slice(last.end, range.pos).trim() === '') {
      last.text += ` ${text.trim()}`
      last.end = range.end
      continue
    }
    const piece = { line: lineOf(range.pos), text, end: range.end }
    pieces.push(piece)
    last = isLine ? piece : undefined
  }
  return pieces
}

/** Returns the name in `test('…')`, `it('…')` or `test.for(…)('…')`. */
function readTestName(node: ts.Node): ts.StringLiteralLike | undefined {
  if (!ts.isCallExpression(node)) return undefined
  const [name] = node.arguments
  return name !== undefined &&
    ts.isStringLiteralLike(name) &&
    /^(?:default|behavior|security|parameters)\b/.test(name.text)
    ? name
    : undefined
}

function withoutCode(text: string): string {
  return text
    .replace(/`[^`]*`/g, '`code`')
    .replace(/\{@link [^}]*\}/g, '`code`')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/@(?:param \S+|\w+)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
