import { existsSync } from 'node:fs'

/* Reads `.env.local`, before anything else asks for a variable. What is set already stays. */
if (existsSync('.env.local')) process.loadEnvFile('.env.local')
