import { createHash } from 'node:crypto'

/** A Lua script, and the digest under which Redis remembers it. */
export interface Script {
  readonly text: string
  readonly digest: string
}

/** The commands that run a script: by its digest, or by its text. */
export type ScriptCall = 'evalsha' | 'eval'

export function createScript(text: string): Script {
  // Redis defines the digest as SHA-1. It only identifies the script, and protects nothing.
  return { text, digest: createHash('sha1').update(text).digest('hex') }
}

/**
 * Runs a script by its digest. The text of a script is up to twelve times as long as its other parameters, so it is
 * sent only if the server does not know it, for example after a restart or a failover. A call with an unknown digest
 * changes nothing.
 */
export async function runScript<result>(
  { text, digest }: Script,
  run: (call: ScriptCall, text: string) => Promise<result>,
): Promise<result> {
  try {
    return await run('evalsha', digest)
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
    return run('eval', text)
  }
}
