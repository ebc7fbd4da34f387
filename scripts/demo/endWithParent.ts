/*
 * Each process of the demo loads this by `--import`. If the demo is killed and cannot clean up, this ends the
 * processes that would otherwise keep its ports.
 */
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) process.exit(1)
}, 200).unref()
