import { upstreams } from 'create-kit'

/** The apps that `create-kit` writes for the tests: each framework, and each upstream. */
export const created = [
  { name: 'created-next', framework: 'next', upstream: 'bakkt' } as const,
  ...upstreams.map((upstream) => ({
    name: `created-vite-${upstream}`,
    framework: 'vite-hono' as const,
    upstream,
  })),
]
