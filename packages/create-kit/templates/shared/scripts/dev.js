import { createSandbox } from '@kit/sandbox'
import { createEnv } from './env.js'
import { startApp } from './startApp.js'

/* The app, and beside it a sandbox of the upstream: no account, no network. */
const port = Number(process.env.PORT ?? 3000)
const sandbox = await createSandbox().listen({ port: Number(process.env.SANDBOX_PORT ?? 4000) })
console.log(`App      http://localhost:${port}\nCodes    ${sandbox.url}/inbox`)
startApp('dev', createEnv({ port, sandboxUrl: sandbox.url }))
