import { toExpressHandler } from '@kit/server/mount/express'
import express from 'express'
import { auth } from './auth.js'

const app = express()
app.all('/api/auth/{*path}', toExpressHandler(auth))
app.listen(Number(process.env.PORT), 'localhost')
