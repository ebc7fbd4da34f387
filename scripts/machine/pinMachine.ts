import { join } from 'node:path'
import { pinFonts } from './pinFonts.ts'

/**
 * Gives this process and its children the same environment on every machine: fonts, language, time zone,
 * permissions of new files, and none of the variables with which a developer configures apps. Each test
 * configuration calls this.
 */
export function pinMachine(): void {
  for (const name of Object.keys(process.env)) if (foreign.test(name)) delete process.env[name]
  Object.assign(process.env, {
    FONTCONFIG_FILE: pinFonts(join(import.meta.dirname, '../..')),
    TZ: 'UTC',
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
  })
  process.umask(0o022)
}

/** Variables that the Kit's apps, terminals and desktops read. */
const foreign =
  /^(?:PORT|SANDBOX_.*|UPSTREAM|AUTH_.*|BAKKT_.*|REDIS_URL|DATABASE_URL|BACKEND_URL|LANGUAGE|LC_.*|FONTCONFIG_.*|FREETYPE_.*|FORCE_COLOR|NO_COLOR)$/
