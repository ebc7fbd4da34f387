/** What starts the app in development. */
export const command = ['node_modules/next/dist/bin/next', 'dev', '-H', 'localhost']
