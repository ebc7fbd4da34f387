import type { Session } from '@kit/core'
import { useId } from 'react'
import { Icon, type IconName } from './icons.tsx'

/**
 * The picture of a signed-in user: two colours derived from the wallet address, which are the same on every
 * device and in every app; or the first letter of the email address; or an icon for the sign-in method.
 *
 * @param picture - the URL of an image to show instead, which has been checked and loaded.
 */
export function Avatar({ session, picture }: AvatarProps) {
  const { address, email } = session
  const id = useId()
  if (picture !== undefined)
    return (
      <img
        className="kit-avatar"
        src={picture}
        alt=""
        width="40"
        height="40"
        referrerPolicy="no-referrer"
      />
    )
  if (address === undefined)
    return (
      <span className="kit-avatar" aria-hidden="true">
        {email === undefined ? <Icon name={findIcon(session)} /> : [...email][0]?.toUpperCase()}
      </span>
    )
  // An address is a hash, so its digits are practically random. The case of its letters is only a checksum.
  const digits = address.toLowerCase().slice(2)
  const hue = Number.parseInt(digits.slice(0, 4), 16) % 360
  const turn = 40 + (Number.parseInt(digits.slice(4, 8), 16) % 120)
  const angle = Number.parseInt(digits.slice(8, 12), 16) % 360
  // Colours are attributes, because a Content Security Policy without `unsafe-inline` blocks inline styles.
  return (
    <svg className="kit-avatar" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true">
      <linearGradient id={id} gradientTransform={`rotate(${angle} .5 .5)`}>
        <stop stopColor={`hsl(${hue} 85% 62%)`} />
        <stop offset="1" stopColor={`hsl(${hue + turn} 80% 45%)`} />
      </linearGradient>
      <circle cx="20" cy="20" r="20" fill={`url(#${id})`} />
    </svg>
  )
}

interface AvatarProps {
  session: Session
  picture?: string | undefined
}

/** Returns the icon of a sign-in method. */
function findIcon({ method }: Session): IconName {
  if (method === 'siwe') return 'wallet'
  return method === 'email-otp' ? 'mail' : 'page'
}
