/** Runs once, before the first request: a server that lacks its configuration does not start. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { stopIfMisconfigured } = await import('./lib/stopIfMisconfigured.ts')
  await stopIfMisconfigured()
}
