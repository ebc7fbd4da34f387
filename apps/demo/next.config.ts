import type { NextConfig } from 'next'

export default {
  // Next.js runs only once per build folder, so a test beside `npm run dev` uses another.
  distDir: process.env['NEXT_DIST_DIR'] ?? '.next',
  poweredByHeader: false,
  devIndicators: false,
} satisfies NextConfig
