/** The environment, or a part of it. */
export type Variables = Record<string, string | undefined>

/** What an upstream is configured by. */
export interface Settings {
  /** `<UPSTREAM>_BASE_URL`; without it the sandbox stands in. */
  baseUrl: string
  isSandbox: boolean
  /** A variable; for the sandbox alone there is something to fall back on. */
  read: (name: string, forSandbox: string) => string
}

/**
 * The settings of one upstream.
 *
 * @throws Error from `read`, with a sentence that names the variable that is missing.
 */
export function createSettings(upstream: string, variables: Variables): Settings {
  const prefix = upstream.replaceAll('-', '_').toUpperCase()
  const sandboxUrl = `http://localhost:${variables['SANDBOX_PORT'] || '4000'}`
  const baseUrl = variables[`${prefix}_BASE_URL`] || `${sandboxUrl}/${upstream}`
  const isSandbox = baseUrl.startsWith(sandboxUrl)
  return {
    baseUrl,
    isSandbox,
    read(name, forSandbox) {
      const value = variables[name] || (isSandbox ? forSandbox : '')
      if (value !== '') return value
      throw new Error(`${name} is missing: ${prefix}_BASE_URL is ${baseUrl}, which asks for it.`)
    },
  }
}
