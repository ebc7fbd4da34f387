import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const script = join(import.meta.dirname, 'assertNode.js')
const manifest: { scripts: Record<string, string> } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'),
)

test.for([
  ['18.20.8', 1],
  ['20.18.3', 1],
  ['20.19.0', 0],
  ['22.12.0', 0],
  ['24.21.0', 0],
] as const)('behavior: Node %s ends with %i', ([version, status]) => {
  const pretend = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`
  const ended = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, script],
    { encoding: 'utf8', env: {} },
  )
  expect(ended.status).toBe(status)
  const sentence = `The Kit needs Node 20.19, 22 or 24, but this is Node ${version}.`
  expect(ended.stderr.includes(sentence)).toBe(status === 1)
})

test('behavior: in an installed clone, the version of the Node that runs npm is checked', () => {
  const start = (agent: string) =>
    spawnSync(process.execPath, [script], {
      encoding: 'utf8',
      env: { npm_config_user_agent: `${agent} linux x64 workspaces/false` },
    })
  expect(start('npm/10.8.2 node/v18.20.8')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('but this is Node 18.20.8.'),
  })
  expect(start('npm/11.6.1 node/v20.19.0').status).toBe(0)
})

test('behavior: every command that installs dependencies checks the version first', () => {
  const commands = Object.values(manifest.scripts).filter((text) => text.includes('npx -y pnpm'))
  expect(commands.length).toBeGreaterThan(5)
  for (const command of commands) expect(command).toMatch(/^node scripts\/assertNode\.js && npx/)
})
