/**
 * `localStorage`, where a browser that blocks it, or has no room left, is one that remembers nothing.
 * Reading the very property throws there.
 */
export const safeStorage = {
  getItem: (key: string): string | null => attempt(() => localStorage.getItem(key)) ?? null,
  setItem: (key: string, value: string): void => attempt(() => localStorage.setItem(key, value)),
  removeItem: (key: string): void => attempt(() => localStorage.removeItem(key)),
}

function attempt<result>(run: () => result): result | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
