/** Where the users of both are, by their own account. */
export const host = 'app.example.com'
export const origin = `https://${host}`
export const secret = 'a-secret-for-the-benchmarks-alone'
