/**
 * After a fail-over, an open connection can still lead to the former server, which then only reads. A busy
 * connection never becomes idle, so every connection is replaced after this time.
 */
export const maxLifetimeSeconds = 60
