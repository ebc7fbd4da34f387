export {
  AccountMismatchBanner,
  type AccountMismatchBannerProps,
} from './AccountMismatchBanner.tsx'
