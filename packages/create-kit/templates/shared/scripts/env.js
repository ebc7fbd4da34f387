/** What the app needs of its environment while it is developed: the sandbox in place of the upstream. */
export function createEnv({ port, sandboxUrl }) {
  return {
    ...process.env,
    PORT: String(port),
    AUTH_ORIGIN: `http://localhost:${port}`,
    AUTH_SECRET: 'for-development-alone-never-in-production',
    UPSTREAM_URL: `${sandboxUrl}/{upstream}`,
    SANDBOX_URL: sandboxUrl,
  }
}
