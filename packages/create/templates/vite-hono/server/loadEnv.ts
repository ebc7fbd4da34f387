import { existsSync } from 'node:fs'

/* Reads `.env.local` before other modules read variables. Variables that are already set keep their values. */
if (existsSync('.env.local')) process.loadEnvFile('.env.local')
