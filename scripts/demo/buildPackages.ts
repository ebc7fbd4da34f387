import { join } from 'node:path'
import type { createServices } from './services.ts'

/** Builds what is stale. This takes 0.5 s if nothing is stale. */
export function buildPackages(
  root: string,
  services: ReturnType<typeof createServices>,
): Promise<void> {
  return services.run('build', [join(root, 'scripts/build.ts')], { cwd: root })
}
