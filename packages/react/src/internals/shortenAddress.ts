/** An address that people compare at a glance: its first four digits and its last four. */
export function shortenAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`
}
