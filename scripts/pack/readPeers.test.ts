import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPeers } from './readPeers.ts'

test('behavior: adding the Kit installs wagmi, viem and TanStack Query, and no wallet SDK', async () => {
  const peers = await readPeers(join(import.meta.dirname, '../..'))
  expect(Object.keys(peers)).toEqual(['@tanstack/react-query', 'viem', 'wagmi'])
})
