import { auth } from './auth.js'

Bun.serve({
  port: Number(process.env.PORT),
  hostname: 'localhost',
  fetch: (request, server) =>
    auth.handler(request, { clientAddress: server.requestIP(request)?.address }),
})
