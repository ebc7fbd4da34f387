#!/usr/bin/env node
import { execFile } from 'node:child_process'
import { parseArgs, promisify } from 'node:util'
import { isHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { printResults } from './printResults.ts'
import { runConformance } from './runConformance.ts'

/*
 * `kit-conformance <url>`: exits with 0 if the route follows the contract, with 1 if it does not, and with
 * 2 if it cannot be reached or the command is wrong.
 */
const usage = `kit-conformance <url> [options]

  <url>                     where the route is mounted, such as http://localhost:3000/api/auth
  --origin <origin>         of the page that calls it (default: that of the url)
  --private-key <hex>       of an account that can sign in (default: a new random one)
  --chain-id <number>       a chain that the route accepts (default: the first of the challenge)
  --known-email <email>     an address that has an account
  --code-command <command>  prints the latest code sent to the address in $EMAIL, run by the shell
  --only <names>            checks, separated by commas
  --json                    prints the results as JSON

It behaves badly on purpose: run it against a test system.`

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      origin: { type: 'string' },
      'private-key': { type: 'string' },
      'chain-id': { type: 'string' },
      'known-email': { type: 'string' },
      'code-command': { type: 'string' },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const [url] = positionals
  if (values.help || url === undefined || !URL.canParse(url)) {
    console.log(usage)
    process.exitCode = values.help ? 0 : 2
  } else {
    const chainId = values['chain-id']
    const command = values['code-command']
    const report = await runConformance(url, {
      origin: values.origin,
      account: readAccount(values['private-key']),
      chainId: chainId === undefined ? undefined : Number(chainId),
      knownEmail: values['known-email'],
      readCode: command === undefined ? undefined : (email) => runCodeCommand(command, email),
      only: values.only?.split(','),
    })
    const isColored = process.stdout.isTTY && process.env['NO_COLOR'] === undefined
    console.log(values.json ? JSON.stringify(report, null, 2) : printResults(report, { isColored }))
    process.exitCode = report.isConformant ? 0 : 1
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}

function readAccount(key: string | undefined) {
  if (key === undefined) return undefined
  if (!isHex(key) || key.length !== 66)
    throw new Error('--private-key must be 0x and 64 hexadecimal digits.')
  return privateKeyToAccount(key)
}

/** The address is passed as a variable, because a shell would read it as code in the command line. */
async function runCodeCommand(command: string, email: string): Promise<string> {
  const env = { ...process.env, EMAIL: email }
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', command], { env })
  return stdout.trim()
}
