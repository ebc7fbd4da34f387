/** The environment, or a part of it. */
export type Variables = Record<string, string | undefined>

export function isServingProduction(variables: Variables): boolean {
  // `next build` also runs with NODE_ENV=production, but it serves no requests and has no secrets.
  if (variables['NEXT_PHASE'] === 'phase-production-build') return false
  return variables['NODE_ENV'] === 'production'
}
