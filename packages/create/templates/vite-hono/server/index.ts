import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'

/* `npm start`: serves the backend, and the page that `npm run build` has built. */
process.env['NODE_ENV'] ??= 'production'
const { app } = await import('./app.ts').catch((error: unknown) => {
  // A setting is missing or wrong. The message says which one.
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
app.use('/*', serveStatic({ root: 'dist/client' }))
const port = Number(process.env['PORT'] || 3000)
createServer(getRequestListener(app.fetch))
  .once('error', (error: NodeJS.ErrnoException) => {
    const isTaken = error.code === 'EADDRINUSE'
    console.error(
      isTaken
        ? `Port ${port} is in use. Stop the program that uses it, or set PORT to another port.`
        : error.message,
    )
    process.exit(1)
  })
  .listen(port, () => console.log(`Listening on port ${port}`))
