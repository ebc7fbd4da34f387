/*
 * Loaded into each process of the demo by `--import`. If the demo is killed without a chance to clean up,
 * this ends the processes that would otherwise keep its ports.
 */
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) process.exit(1)
}, 200).unref()
