import { auth } from './auth.js'

Deno.serve({ port: Number(process.env.PORT), hostname: 'localhost' }, (request, { remoteAddr }) =>
  auth.handler(request, { clientAddress: remoteAddr.hostname }),
)
