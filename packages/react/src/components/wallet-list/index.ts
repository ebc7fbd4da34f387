export { WalletList, type WalletListProps } from './WalletList.tsx'
