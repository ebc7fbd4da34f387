/** Whether `next build` runs: it also loads routes with NODE_ENV=production, but it serves nobody. */
export function isBuilding(): boolean {
  return globalThis.process?.env['NEXT_PHASE'] === 'phase-production-build'
}
