/**
 * `localStorage` that never throws. A browser that blocks it, as in a frame of another site, or has no space
 * left, remembers nothing: there, even reading the property throws. wagmi's default storage reads it, so
 * `createConfig` would throw too, before anything is drawn.
 *
 * @example
 * const config = createConfig({ storage: createStorage({ storage: safeStorage }), chains, transports })
 */
export const safeStorage = /* @__PURE__ */ createSafeStorage(() => localStorage)

/** A web storage that never throws. */
export function createSafeStorage(getStorage: () => Storage): SafeStorage {
  return {
    getItem: (key) => attempt(() => getStorage().getItem(key)) ?? null,
    setItem: (key, value) => attempt(() => getStorage().setItem(key, value)),
    removeItem: (key) => attempt(() => getStorage().removeItem(key)),
  }
}

export type SafeStorage = {
  getItem: (key: string) => string | null
  setItem: (key: string, value: string) => void
  removeItem: (key: string) => void
}

function attempt<result>(run: () => result): result | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
