import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installPackage } from './installPackage.ts'

/**
 * Finds a `redis-server`: REDIS_SERVER_PATH or one on PATH. If there is none, installs it.
 *
 * @throws Error if there is none and none can be installed.
 */
export function ensureRedis(): string {
  const found = findRedis()
  if (found !== undefined) return found
  if (!installPackage('redis-server') && process.platform === 'darwin')
    spawnSync('brew', ['install', 'redis'], { stdio: ['ignore', 'inherit', 'inherit'] })
  const installed = findRedis()
  if (installed !== undefined) return installed
  throw new Error('There is no redis-server: install Redis, or set REDIS_SERVER_PATH to yours.')
}

function findRedis(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const paths = folders.map((folder) => join(folder, 'redis-server'))
  return [process.env['REDIS_SERVER_PATH'], ...paths].find(
    (path) => path !== undefined && existsSync(path),
  )
}
