/**
 * Creates a connection to a mail server. A connection to another machine is always encrypted.
 *
 * @param server - `smtps://user:password@host`, or `smtp://…` with STARTTLS.
 * @param timeoutMs - the time limit for each step.
 */
export async function createMailTransport(server: URL, timeoutMs: number) {
  // Imported at run time, because a bundler would fail if this optional package is not installed.
  const { createTransport } = await import(
    /* webpackIgnore: true */ /* turbopackIgnore: true */ 'nodemailer'
  )
  const isLoopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(server.hostname)
  const isEncrypted = server.protocol === 'smtps:'
  return createTransport({
    host: server.hostname.replace(/^\[|\]$/g, ''),
    port: Number(server.port) || (isEncrypted ? 465 : 587),
    secure: isEncrypted,
    requireTLS: !isEncrypted && !isLoopback,
    ignoreTLS: !isEncrypted && isLoopback,
    ...(server.username === ''
      ? {}
      : {
          auth: {
            user: decodeURIComponent(server.username),
            pass: decodeURIComponent(server.password),
          },
        }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // Certificates are checked even if an environment variable disables that.
    tls: { rejectUnauthorized: true },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}
