import { spawnSync } from 'node:child_process'
import { installPackage } from './installPackage.ts'

/**
 * Finds a Python 3: PYTHON_PATH or `python3` on PATH. If there is none, installs it.
 *
 * @throws Error if there is none and none can be installed.
 */
export function ensurePython(): string {
  const path = process.env['PYTHON_PATH'] ?? 'python3'
  if (!isThere(path)) installPackage('python3')
  if (isThere(path)) return path
  throw new Error('There is no python3: install Python, or set PYTHON_PATH to yours.')
}

function isThere(path: string): boolean {
  return spawnSync(path, ['--version']).status === 0
}
