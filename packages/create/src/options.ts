/** The frameworks that have a template. */
export const frameworks = ['next', 'vite-hono'] as const
/** The upstreams, by the names of their folders. */
export const upstreams = [
  'self-hosted',
  'bakkt',
  'gnosis-pay',
  'walt-id',
  'bitbadges',
  'offblocks',
] as const
/** The ways to sign in. */
export const methods = ['siwe', 'otp'] as const

/** What to generate. */
export interface Options {
  framework: (typeof frameworks)[number]
  upstream: (typeof upstreams)[number]
  /**
   * The methods that the card offers. Bakkt and self-hosted apps have email codes; BitBadges uses its own page.
   *
   * @default every method of the upstream
   */
  methods?: readonly (typeof methods)[number][] | undefined
  /** The sources of the Kit's packages, by name. @default the registry */
  packages?: Readonly<Record<string, string>> | undefined
}

/** @throws Error that says which value is unknown, and which values are known. */
export function readOptions(values: {
  framework: string
  upstream: string
  methods?: string | undefined
}): Options {
  const framework = frameworks.find((name) => name === values.framework)
  if (framework === undefined) throw unknown('framework', values.framework, frameworks)
  const upstream = upstreams.find((name) => name === values.upstream)
  if (upstream === undefined) throw unknown('upstream', values.upstream, upstreams)
  if (values.methods === undefined) return { framework, upstream }
  const asked = values.methods.split(',').map((text) => {
    const method = methods.find((name) => name === text.trim())
    if (method === undefined) throw unknown('method', text, methods)
    if (!offered[upstream].includes(method))
      throw new Error(`${upstream} does not offer ${method}. It has: ${describe(upstream)}.`)
    return method
  })
  return { framework, upstream, methods: asked }
}

/** The methods of each upstream to choose from. BitBadges signs people in on its page. */
export const offered: Record<Options['upstream'], readonly (typeof methods)[number][]> = {
  'self-hosted': ['siwe', 'otp'],
  bakkt: ['siwe', 'otp'],
  'gnosis-pay': ['siwe'],
  'walt-id': ['siwe'],
  bitbadges: [],
  offblocks: ['siwe'],
}

function describe(upstream: Options['upstream']): string {
  return offered[upstream].join(', ') || 'only its sign-in page'
}

function unknown(what: string, name: string, all: readonly string[]): Error {
  return new Error(`There is no ${what} called "${name}". There are: ${all.join(', ')}.`)
}
