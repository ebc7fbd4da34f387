import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * Starts anvil, a local chain, on a free port.
 *
 * Runs the program at `ANVIL_PATH`, or the one in the package `@foundry-rs/anvil-linux-amd64`, which you
 * install yourself.
 *
 * @throws Error when anvil is not found.
 * @example
 * const anvil = await startAnvil({ chainId: 100 })
 * const client = createPublicClient({ transport: http(anvil.url) })
 * await anvil.close()
 */
export async function startAnvil(options: startAnvil.Options = {}): Promise<Anvil> {
  const { chainId = 31337 } = options
  const child = spawn(findAnvil(), ['--port', '0', '--chain-id', `${chainId}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    let output = ''
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`anvil ended with ${code}:\n${output}`)))
    child.stdout.on('data', (text) => {
      output += text
      const [, address] = /Listening on ([\d.:]+)/.exec(output) ?? []
      if (address !== undefined) resolve(`http://${address}`)
    })
  })
  return {
    url,
    chainId,
    async close() {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}

export declare namespace startAnvil {
  type Options = {
    /** @default 31337 */
    chainId?: number | undefined
  }
}

/** A running chain. */
export interface Anvil {
  readonly url: string
  readonly chainId: number
  close(): Promise<void>
}

function findAnvil(): string {
  const given = process.env['ANVIL_PATH']
  if (given) return given
  const name = '@foundry-rs/anvil-linux-amd64/package.json'
  return join(dirname(createRequire(import.meta.url).resolve(name)), 'bin/anvil')
}
