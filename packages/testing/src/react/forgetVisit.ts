/**
 * Forgets what a browser keeps between visits, such as the wallet used last and a code on its way, so that
 * no test knows of another. Call it before each.
 *
 * @example
 * beforeEach(forgetVisit)
 */
export function forgetVisit(): void {
  localStorage.clear()
  sessionStorage.clear()
}
