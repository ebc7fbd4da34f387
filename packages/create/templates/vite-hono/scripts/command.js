/** The command that starts the app in development. */
export const command = ['node_modules/vite/bin/vite.js']

/** The variables that the test adds to the environment. */
export const testEnv = {}
