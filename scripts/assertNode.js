/*
 * Ends what an unsupported Node started, with a sentence instead of a syntax error of a dependency. JavaScript that
 * old versions can read, because this runs on the user's Node, before the installation brings the repository's.
 */
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `The Kit needs Node 20.19, 22 or 24, but this is Node ${process.versions.node}. Install one of them from https://nodejs.org.`,
  )
  process.exit(1)
}
