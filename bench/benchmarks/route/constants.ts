/** The host on which both backends believe they run. */
export const host = 'app.example.com'
export const origin = `https://${host}`
export const secret = 'a-secret-for-the-benchmarks-alone'
