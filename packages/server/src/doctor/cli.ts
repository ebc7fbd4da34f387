#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { parseArgs, parseEnv } from 'node:util'
import { diagnose } from './diagnose.ts'
import { printFindings } from './printFindings.ts'

/*
 * `kit-doctor <url>`: exits with 0 if there is nothing to fix, with 1 if there is, and with 2 if the command is wrong.
 */
const usage = `kit-doctor <url> [options]

  <url>                where the route is mounted, such as https://app.example.com/api/auth
  --origin <origin>    the origin of the page that users open (default: the origin of the url)
  --env-file <file>    a file with the app's variables (default: the variables of this process)
  --health <url>       where the app answers with the result of auth.health()
  --probe-address      tests whether a false X-Forwarded-For evades limits; afterwards you have to wait for a minute
  --json               prints the findings as JSON

Checks whether a running app is set up right, and says what to fix. Signs nobody in, and sends no email.`

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      origin: { type: 'string' },
      'env-file': { type: 'string' },
      health: { type: 'string' },
      'probe-address': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const [url] = positionals
  if (values.help || url === undefined || !/^https?:\/\//.test(url) || !URL.canParse(url)) {
    console.log(usage)
    process.exitCode = values.help ? 0 : 2
  } else {
    const file = values['env-file']
    const findings = await diagnose(url, {
      origin: values.origin,
      health: values.health,
      probesAddress: values['probe-address'],
      variables: file === undefined ? process.env : parseEnv(readFileSync(file, 'utf8')),
    })
    const isColored = process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined
    console.log(
      values.json ? JSON.stringify(findings, null, 2) : printFindings(findings, { isColored }),
    )
    process.exitCode = findings.some(({ verdict }) => verdict === 'fail') ? 1 : 0
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
