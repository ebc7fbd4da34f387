import { transformAsync } from '@babel/core'
import reactCompiler from 'babel-plugin-react-compiler'

/**
 * Compiles a source of @kit/react with React Compiler, as an app's build would.
 *
 * @param source - the text of a `.ts` or `.tsx` file.
 * @param file - its name, for the source map and for reports.
 */
export async function compileForReact(source: string, file: string): Promise<Compiled> {
  const refusals: string[] = []
  let compiled = 0
  const logger = {
    logEvent(_: string | null, event: Event) {
      if (event.kind === 'CompileSuccess') compiled += 1
      else if (refusing.has(event.kind)) refusals.push(`${event.kind}: ${explain(event)}`)
    },
  }
  const result = await transformAsync(source, {
    filename: file,
    babelrc: false,
    configFile: false,
    sourceMaps: true,
    parserOpts: { plugins: ['typescript', 'jsx'] },
    plugins: [[reactCompiler, { target: '19', logger }]],
  })
  if (typeof result?.code !== 'string') throw new Error(`Babel wrote nothing for ${file}.`)
  return { code: result.code, map: result.map ?? null, compiled, refusals }
}

export interface Compiled {
  code: string
  map: object | null
  /** How many hooks and components were compiled. */
  compiled: number
  /**
   * The functions that were left unchanged because they break a rule of React or ask to be skipped, with the
   * reason.
   */
  refusals: string[]
}

type Event = { kind: string; detail?: unknown; reason?: unknown; data?: unknown }

const refusing: ReadonlySet<string> = new Set([
  'CompileError',
  'CompileSkip',
  'CompileUnexpectedThrow',
  'PipelineError',
])

function explain({ detail, reason, data }: Event): string {
  const { reason: rule, description } = Object(detail)
  return [rule ?? reason ?? data, description].filter(Boolean).map(String).join(' ')
}
