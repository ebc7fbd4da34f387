import './loadEnv.ts'
import { toHonoHandler } from '@kit/server/mount/hono'
import { Hono } from 'hono'
import { auth } from '../lib/auth.ts'
import { signUp } from './signUp.ts'

/** The backend: everything below `/api`. */
export const app = new Hono()
app.all('/api/auth/*', toHonoHandler(auth))
app.post('/api/accounts', signUp)
