import type { NextConfig } from 'next'

export default {
  // Next.js runs only once per build folder, so a test needs another folder if `npm run dev` is running.
  distDir: process.env['NEXT_DIST_DIR'] ?? '.next',
  poweredByHeader: false,
  devIndicators: false,
} satisfies NextConfig
