import './loadEnv.ts'
import { getConnInfo } from '@hono/node-server/conninfo'
import { toHonoHandler } from '@kit/server/mount/hono'
import { type Context, Hono } from 'hono'
import { auth } from '../lib/auth.ts'
import { signUp } from './signUp.ts'

/** The backend: everything below `/api`. */
export const app = new Hono()
app.all(
  '/api/auth/*',
  toHonoHandler(auth, (context: Context) => getConnInfo(context).remote.address),
)
app.post('/api/accounts', signUp)
