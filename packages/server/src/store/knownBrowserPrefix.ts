/** How the counted keys of browsers begin that have entered a right code before. See `Counter`. */
export const knownBrowserPrefix = /^(?:device|first):/
