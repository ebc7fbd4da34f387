export { createFakeWallet } from './createFakeWallet.ts'
export type { FakeWallet } from './FakeWallet.ts'
