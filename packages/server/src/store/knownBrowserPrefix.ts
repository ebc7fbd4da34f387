/** Matches the keys of browsers that have entered a correct code before. See `Counter`. */
export const knownBrowserPrefix = /^(?:device|first):/
