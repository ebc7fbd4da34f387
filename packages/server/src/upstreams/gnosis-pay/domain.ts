/** Whether a text can be the domain of a message: a host with an optional port. */
export function isAuthority(text: string): boolean {
  return URL.canParse(`https://${text}`) && new URL(`https://${text}`).host === text
}

export function isLoopback(domain: string): boolean {
  return /^(?:localhost|[\w-]+\.localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/.test(domain)
}
