import { upstreams } from '@kit/create'

/** The apps that `@kit/create` generates for the tests: every framework and every upstream. */
export const created = [
  { name: 'created-next', framework: 'next', upstream: 'bakkt' } as const,
  ...upstreams.map((upstream) => ({
    name: `created-vite-${upstream}`,
    framework: 'vite-hono' as const,
    upstream,
  })),
]
