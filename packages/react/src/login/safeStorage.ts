import { createSafeStorage, type SafeStorage } from './createSafeStorage.ts'

/**
 * `localStorage` that never throws. A browser that blocks it, as in a frame of another site, or has no space
 * left, remembers nothing: there, even reading the property throws. wagmi's default storage reads it, so
 * `createConfig` would throw too, before anything is drawn.
 *
 * @example
 * const config = createConfig({ storage: createStorage({ storage: safeStorage }), chains, transports })
 */
export const safeStorage: SafeStorage = /* @__PURE__ */ createSafeStorage(() => localStorage)
