import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { toHonoHandler } from '@kit/server/mount/hono'
import { Hono } from 'hono'
import { auth } from './auth.js'

const port = Number(process.env.PORT ?? 3000)
const app = new Hono()
app.all('/api/auth/*', toHonoHandler(auth))
app.use('/*', serveStatic({ root: './dist' }))
const listen = getRequestListener(app.fetch)

if (process.argv[2] === 'dev') {
  const { createServer: createVite } = await import('vite')
  const server = createServer()
  const vite = await createVite({
    server: { middlewareMode: true, hmr: { server } },
    appType: 'spa',
  })
  server.on('request', (request, response) => {
    if (request.url.startsWith('/api/')) listen(request, response)
    else vite.middlewares(request, response)
  })
  server.listen(port, 'localhost')
  process.on('SIGTERM', () => process.exit(0))
} else createServer(listen).listen(port)
