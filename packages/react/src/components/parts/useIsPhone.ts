import { findPlatform } from './findPlatform.ts'
import { useMediaQuery } from './useMediaQuery.ts'

/**
 * Whether the page is on a phone or a tablet, which cannot scan its own screen. It takes both tests: some Pixels
 * report a fine pointer, and a phone's browser that asks for the desktop page calls itself a desktop's.
 */
export function useIsPhone(): boolean {
  const isCoarse = useMediaQuery('(pointer: coarse)')
  return isCoarse || (typeof navigator !== 'undefined' && findPlatform() !== 'desktop')
}
