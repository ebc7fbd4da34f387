/** Whether what goes to this address is read by nobody on the way: by https, or within this machine. */
export function isHttpsOrLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname))
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])
