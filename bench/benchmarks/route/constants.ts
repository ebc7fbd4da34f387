/** The host that both backends are configured with. */
export const host = 'app.example.com'
export const origin = `https://${host}`
export const secret = 'a-secret-for-the-benchmarks-alone'
