import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'

/* `npm start`: the backend, and the page as `npm run build` left it. */
process.env['NODE_ENV'] ??= 'production'
const { app } = await import('./app.ts')
app.use('/*', serveStatic({ root: 'dist/client' }))
const port = Number(process.env['PORT'] || 3000)
createServer(getRequestListener(app.fetch)).listen(port, () => {
  console.log(`Listening on port ${port}`)
})
