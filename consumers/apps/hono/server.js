import { toHonoHandler } from '@kit/server/mount/hono'
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'
import { auth } from './auth.js'

const app = new Hono()
app.all(
  '/api/auth/*',
  toHonoHandler(auth, (context) => getConnInfo(context).remote.address),
)
serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: 'localhost' })
