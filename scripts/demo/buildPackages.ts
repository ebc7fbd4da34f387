import { join } from 'node:path'
import type { createServices } from './services.ts'

/** Compiles the packages and joins the styles. Both do only what is stale: 0.2 s when nothing is. */
export async function buildPackages(
  root: string,
  services: ReturnType<typeof createServices>,
): Promise<void> {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  await services.run('compiler', [tsc, '-b'], { cwd: root })
  await services.run('styles build', [join(root, 'scripts/buildStyles.ts')], { cwd: root })
}
