#!/usr/bin/env node
import { parseArgs } from 'node:util'
import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { printResults } from './printResults.ts'
import { runConformance } from './runConformance.ts'

/*
 * `kit-conformance <url>`: exits with 0 when the route holds to the contract, 1 when it does not, 2 when
 * it cannot be reached or the command is wrong.
 */
const usage = `kit-conformance <url> [options]

  <url>                 where the route is mounted, such as http://localhost:3000/api/auth
  --origin <origin>     of the page that calls it (default: that of the url)
  --private-key <hex>   of an account that can sign in (default: a new random one)
  --chain-id <number>   one that is allowed (default: 1)
  --known-email <mail>  an address that has an account
  --only <names>        checks, with commas between
  --json                results as JSON

It behaves badly on purpose: run it against a test system.`

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      origin: { type: 'string' },
      'private-key': { type: 'string' },
      'chain-id': { type: 'string' },
      'known-email': { type: 'string' },
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
    const key = values['private-key']
    const chainId = values['chain-id']
    const report = await runConformance(url, {
      origin: values.origin,
      account: key === undefined ? undefined : privateKeyToAccount(key as Hex),
      chainId: chainId === undefined ? undefined : Number(chainId),
      knownEmail: values['known-email'],
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
