/**
 * Deletes what the Kit stores in the browser, such as the last used wallet and a pending code, so that tests do
 * not affect each other. Call it before each test.
 *
 * @example
 * beforeEach(forgetVisit)
 */
export function forgetVisit(): void {
  localStorage.clear()
  sessionStorage.clear()
}
