/*
 * Loaded into each process of the demo by `--import`: whoever kills the demo outright, without a
 * chance to clean up, leaves no process behind that holds a port.
 */
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) process.exit(1)
}, 200).unref()
