/** The command that starts the app in development. */
export const command = ['node_modules/next/dist/bin/next', 'dev', '-H', 'localhost']

/**
 * The variables that the test adds to the environment. Next.js runs only once per build folder, and `npm run
 * dev` may be using it.
 */
export const testEnv = { NEXT_DIST_DIR: '.next/test' }
