/** The variable that bundlers replace. The package uses nothing else of Node. */
declare const process: { env: { NODE_ENV?: string | undefined } }
