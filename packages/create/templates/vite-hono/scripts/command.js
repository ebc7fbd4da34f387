/** What starts the app in development. */
export const command = ['node_modules/vite/bin/vite.js']

/** What the test adds to the environment. */
export const testEnv = {}
