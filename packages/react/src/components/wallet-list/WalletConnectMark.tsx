/** WalletConnect's logo, drawn for a size of 32 px. */
export function WalletConnectMark() {
  return (
    <svg className="kit-wallet-icon" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
      <rect width="32" height="32" fill="#3396ff" />
      <path
        d="M10 13.2c3.3-3.2 8.7-3.2 12 0M6.5 16.2l4.7 4.6 4.8-4.6 4.8 4.6 4.7-4.6"
        fill="none"
        stroke="#fff"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
