export { installWallet } from './installWallet.ts'
export type { Wallet, WalletOptions, WalletPolicy } from './Wallet.ts'
