/** The environment, or a part of it. */
export type Variables = Record<string, string | undefined>

/** `next build` also runs with NODE_ENV=production, but it serves nobody and has no secrets. */
export function isServingProduction(variables: Variables): boolean {
  return (
    variables['NODE_ENV'] === 'production' && variables['NEXT_PHASE'] !== 'phase-production-build'
  )
}
