import { findPlatform } from './findPlatform.ts'
import { useMediaQuery } from './useMediaQuery.ts'

/**
 * Whether the page is on a phone or a tablet, which cannot scan its own screen. A media query alone is not
 * enough: some Pixels report a fine pointer. The browser's name alone is not either, since it may ask for a
 * desktop's page.
 */
export function useIsPhone(): boolean {
  const isCoarse = useMediaQuery('(pointer: coarse)')
  return isCoarse || (typeof navigator !== 'undefined' && findPlatform() !== 'desktop')
}
