/** Runs once, before the first request: a server that lacks its configuration does not start. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { readEnv } = await import('./lib/env.ts')
  const { createUpstream } = await import('./lib/upstreams.ts')
  try {
    createUpstream(readEnv())
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}
