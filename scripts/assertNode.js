/*
 * Stops on an unsupported version of Node with a clear message instead of a dependency's syntax error. Old
 * versions of Node must be able to run this file, because it runs before the repository's version of Node is
 * installed.
 */
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `The Kit needs Node 20.19, 22 or 24, but this is Node ${process.versions.node}. Install one of them from https://nodejs.org.`,
  )
  process.exit(1)
}
