/** A wallet. Decoration: the text beside it says the same. */
export function WalletIcon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true">
      <path d="M7 8.5h9.5a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-9a1.5 1.5 0 0 1-1.5-1.5V9a1.5 1.5 0 0 1 1.5-1.5h8" />
      <path d="M14.5 12.5h.01" strokeLinecap="round" strokeWidth="2" />
    </svg>
  )
}

/** A letter. Decoration: the text beside it says the same. */
export function MailIcon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true">
      <rect x="6" y="8" width="12" height="8.5" rx="1.5" />
      <path d="m6.5 9 5.5 4 5.5-4" />
    </svg>
  )
}
