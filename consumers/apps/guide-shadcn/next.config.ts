import type { NextConfig } from 'next'

/** This file is as create-next-app writes it. */
const nextConfig: NextConfig = {
  cacheComponents: true,
  partialPrefetching: true,
}

export default nextConfig
