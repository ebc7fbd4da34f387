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
