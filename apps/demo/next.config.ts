import type { NextConfig } from 'next'

export default {
  // Next.js runs once in a folder: what runs beside `npm run dev`, such as a test, takes another.
  distDir: process.env['NEXT_DIST_DIR'] ?? '.next',
  poweredByHeader: false,
  devIndicators: false,
} satisfies NextConfig
