/** Whether `next build` is running. It also loads routes with NODE_ENV=production, but serves no users. */
export function isBuilding(): boolean {
  return globalThis.process?.env['NEXT_PHASE'] === 'phase-production-build'
}
