import { createServer } from 'node:http'
import { toNodeListener } from '@kit/server/mount/node'
import { auth } from './auth.js'

createServer(toNodeListener(auth)).listen(Number(process.env.PORT), 'localhost')
