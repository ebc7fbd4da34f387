/** An animated check mark, shown after a sign-in. With reduced motion it is not animated. */
export function SuccessMark() {
  return (
    <svg className="kit-success" viewBox="0 0 48 48" width="48" height="48" aria-hidden="true">
      <circle cx="24" cy="24" r="22" pathLength="1" />
      <path d="m15 25 6.5 6.5L34 18" pathLength="1" />
    </svg>
  )
}
