/** What starts the app in development. */
export const command = ['node_modules/next/dist/bin/next', 'dev', '-H', 'localhost']

/** What its test adds to the environment: Next.js runs once in a folder, and you may be at work in it. */
export const testEnv = { NEXT_DIST_DIR: '.next/test' }
