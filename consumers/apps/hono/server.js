import { serve } from '@hono/node-server'
import { toHonoHandler } from '@kit/server/mount/hono'
import { Hono } from 'hono'
import { auth } from './auth.js'

const app = new Hono()
app.all('/api/auth/*', toHonoHandler(auth))
serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: 'localhost' })
