/** What bundlers replace. The package knows nothing else of Node. */
declare const process: { env: { NODE_ENV?: string | undefined } }
