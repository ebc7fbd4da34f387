import { isServingProduction, type Variables } from './isServingProduction.ts'

export type { Variables }

/** The configuration of an upstream. */
export interface Settings {
  /**
   * `<UPSTREAM>_BASE_URL`, or `SMTP_URL` for self-hosted. Without it the sandbox stands in.
   *
   * @throws Error in production if it is not set. KIT_NOT_PRODUCTION=1 allows the sandbox in a production build
   * on this machine.
   */
  baseUrl: string
  isSandbox: boolean
  /** Reads a variable. The fallback is used only with the sandbox. */
  read: (name: string, forSandbox: string) => string
}

/**
 * The settings of one upstream.
 *
 * @throws Error from `read` and `baseUrl` that names the missing variable.
 */
export function createSettings(upstream: string, variables: Variables): Settings {
  const prefix = upstream.replaceAll('-', '_').toUpperCase()
  const isSelfHosted = upstream === 'self-hosted'
  const variable = isSelfHosted ? 'SMTP_URL' : `${prefix}_BASE_URL`
  const port = variables['SANDBOX_PORT'] || '4000'
  const smtpPort = variables['SANDBOX_SMTP_PORT'] || String(Number(port) + 25)
  const sandboxUrl = isSelfHosted ? `smtp://127.0.0.1:${smtpPort}` : `http://localhost:${port}`
  const baseUrl = variables[variable] || (isSelfHosted ? sandboxUrl : `${sandboxUrl}/${upstream}`)
  const isSandbox = baseUrl.startsWith(sandboxUrl)
  return {
    get baseUrl() {
      const isForUsers = isServingProduction(variables) && variables['KIT_NOT_PRODUCTION'] !== '1'
      if (isForUsers && !variables[variable])
        throw new Error(`${variable} is missing: without it the app would use the sandbox.`)
      return baseUrl
    },
    isSandbox,
    read(name, forSandbox) {
      const value = variables[name] || (isSandbox ? forSandbox : '')
      if (value !== '') return value
      // The URL of a mail server contains a password, so it is not shown.
      const shown = isSelfHosted ? 'set' : baseUrl
      throw new Error(`${name} is missing: it is required because ${variable} is ${shown}.`)
    },
  }
}
