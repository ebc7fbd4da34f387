/*
 * Stops on an unsupported version of Node with a clear message instead of a dependency's syntax error. Old
 * versions of Node must be able to run this file, because it runs before the repository's version of Node is
 * installed.
 */
// In a clone whose dependencies are installed, npm runs this file with the repository's Node. The app is installed
// and started with the user's Node, whose version npm passes on.
const npmAgent = /^npm\S* node\/v(\S+)/.exec(process.env.npm_config_user_agent || '')
const version = npmAgent === null ? process.versions.node : npmAgent[1]
const [major, minor] = version.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `The Kit needs Node 20.19, 22 or 24, but this is Node ${version}. Install one of them from https://nodejs.org.`,
  )
  process.exit(1)
}
