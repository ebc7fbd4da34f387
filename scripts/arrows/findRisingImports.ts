import { posix } from 'node:path'
import { findSpecifiers } from './findSpecifiers.ts'
import { rooms } from './rooms.ts'

/**
 * Finds the imports of a source file that do not lead to a lower room, such as `session → siwe`: those to a
 * higher room, to a neighbour, or to or from a room without a place in the order.
 *
 * @param name - the package's folder, such as `react`.
 * @param file - the file below `src`, such as `session/useSession.ts`.
 * @param source - the file's text.
 */
export function findRisingImports(name: string, file: string, source: string): string[] {
  const from = findRoom(file)
  return findSpecifiers(source)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => findRoom(posix.join(posix.dirname(file), specifier)))
    .filter((to) => to !== from && !isBelow(name, to, from))
    .map((to) => `${from} → ${to}`)
}

function isBelow(name: string, lower: string, higher: string): boolean {
  const [one, other] = [lower, higher].map((room) => findLevel(name, room))
  return one !== undefined && other !== undefined && one < other
}

function findLevel(name: string, room: string): number | undefined {
  const level = rooms[name]?.findIndex((entry) => [entry].flat().includes(room)) ?? -1
  return level === -1 ? undefined : level
}

/** The first folder of the path, or the file itself if it is in none. */
function findRoom(file: string): string {
  return file.split('/')[0] ?? file
}
