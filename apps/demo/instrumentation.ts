/** Runs once, before the first request, so that a server without its configuration does not start. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { stopIfMisconfigured } = await import('./lib/stopIfMisconfigured.ts')
  await stopIfMisconfigured()
}
