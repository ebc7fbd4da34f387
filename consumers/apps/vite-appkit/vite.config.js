import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  preview: { proxy: { '/api': process.env.BACKEND_URL ?? 'http://localhost:3000' } },
  build: {
    // SDKs of wallets that are not installed here. Each is loaded only when its wallet is chosen.
    rolldownOptions: { external: [/^(?:@base-org|@coinbase|@metamask|@safe-global)/] },
  },
})
