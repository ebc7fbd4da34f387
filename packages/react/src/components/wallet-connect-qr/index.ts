export { WalletConnectQr, type WalletConnectQrProps } from './WalletConnectQr.tsx'
