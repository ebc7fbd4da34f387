import { useMediaQuery } from './useMediaQuery.ts'

/**
 * Whether the page is on a phone or a tablet, which cannot scan its own screen. One media query is not
 * enough: Samsung's Chrome reports that it can hover, and some Pixels report a fine pointer.
 *
 * @see {@link https://developer.mozilla.org/docs/Web/API/NavigatorUAData/mobile}
 */
export function useIsPhone(): boolean {
  const isCoarse = useMediaQuery('(pointer: coarse)')
  return isCoarse || saysMobile()
}

function saysMobile(): boolean {
  if (typeof navigator === 'undefined') return false
  const hints: unknown = Reflect.get(navigator, 'userAgentData')
  if (typeof hints === 'object' && hints !== null && 'mobile' in hints && hints.mobile === true)
    return true
  return /\b(?:Android|iPhone|iPad|iPod|Mobile)\b/.test(navigator.userAgent)
}
