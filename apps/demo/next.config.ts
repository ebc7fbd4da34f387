import type { NextConfig } from 'next'

export default {
  // Copied into the scripts of the page.
  env: { WALLETCONNECT_PROJECT_ID: process.env['WALLETCONNECT_PROJECT_ID'] ?? '' },
  // Next.js runs only once per build folder, so a test needs another folder if `npm run dev` is running.
  distDir: process.env['NEXT_DIST_DIR'] ?? '.next',
  poweredByHeader: false,
  devIndicators: false,
} satisfies NextConfig
