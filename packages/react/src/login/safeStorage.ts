import { createSafeStorage, type SafeStorage } from './createSafeStorage.ts'

/**
 * A `localStorage` that never throws. If the browser blocks storage, as in a frame of another site, or has no
 * space left, it stores nothing. In such a browser, even reading `window.localStorage` may throw, so wagmi's
 * default storage makes `createConfig` throw before anything is rendered.
 *
 * @example
 * const config = createConfig({ storage: createStorage({ storage: safeStorage }), chains, transports })
 */
export const safeStorage: SafeStorage = /* @__PURE__ */ createSafeStorage(() => localStorage)
