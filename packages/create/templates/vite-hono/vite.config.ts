import { getRequestListener } from '@hono/node-server'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import './server/loadEnv.ts'

export default defineConfig({
  plugins: [react(), backend()],
  // Copied into the scripts of the page.
  define: {
    'process.env.WALLETCONNECT_PROJECT_ID': JSON.stringify(
      process.env['WALLETCONNECT_PROJECT_ID'] ?? '',
    ),
  },
  server: { host: 'localhost', port: Number(process.env['PORT'] || 3000), strictPort: true },
})

/** In development Vite also serves the backend, so that page and backend have one origin and reload at once. */
function backend(): Plugin {
  return {
    name: 'backend',
    configureServer(vite) {
      vite.middlewares.use(async (request, response, next) => {
        if (!request.url?.startsWith('/api/')) return next()
        try {
          const { app } = await vite.ssrLoadModule('/server/app.ts')
          await getRequestListener(app.fetch)(request, response)
        } catch (error) {
          // Vite shows the error and waits for the next change.
          next(error)
        }
      })
    },
  }
}
