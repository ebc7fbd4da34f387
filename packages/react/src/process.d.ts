/** The variable that bundlers replace. The package uses nothing else from Node. */
declare const process: { env: { NODE_ENV?: string | undefined } }
