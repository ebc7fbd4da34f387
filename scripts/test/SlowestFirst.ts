import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Runs the slowest files first, so that none of them is still running when everything else has ended. Vitest would
 * run the largest files first, but these are small and spend their time waiting.
 */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isSlow = ({ moduleId }: TestSpecification) => slow.some((name) => moduleId.endsWith(name))
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))]
  }
}

const slow = [
  'server/src/conformance.test.ts',
  'server/src/store/store.test.ts',
  'server/src/upstreams/down.test.ts',
  'server/src/otp/firstCall.test.ts',
  'server/src/otp/enumeration.test.ts',
  'self-hosted/processes.test.ts',
  'react/src/siwe/discovery/discovery.test.tsx',
  'react/src/provider/refusedApis.test.tsx',
]
