import { findPlatform } from './findPlatform.ts'
import { useMediaQuery } from './useMediaQuery.ts'

/**
 * Whether the page is on a phone or a tablet, which cannot scan a code on its own screen. Needs two tests: some
 * Pixel phones report a fine pointer, and in desktop mode a phone's browser sends a desktop user agent.
 */
export function useIsPhone(): boolean {
  const isCoarse = useMediaQuery('(pointer: coarse)')
  return isCoarse || (typeof navigator !== 'undefined' && findPlatform() !== 'desktop')
}
