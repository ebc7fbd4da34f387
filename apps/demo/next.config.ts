import type { NextConfig } from 'next'

export default {
  distDir: process.env['NEXT_DIST_DIR'] ?? '.next',
  poweredByHeader: false,
  devIndicators: false,
} satisfies NextConfig
