import { once } from 'node:events'
import { startDevelopment } from './startDevelopment.js'

/* `npm run dev`: starts the app and a sandbox of the upstream, without an account or a network. */
try {
  const { appUrl, sandboxUrl, methods, app } = await startDevelopment({
    port: Number(process.env.PORT || 3000),
    sandboxPort: Number(process.env.SANDBOX_PORT || 4000),
  })
  const codes = `  Codes  ${sandboxUrl}/inbox. Sign in as ada@example.com, for example.\n`
  console.log(`\n  App    ${appUrl}\n${methods.includes('email-otp') ? codes : ''}`)
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => app.kill('SIGTERM'))
  const [code] = await once(app, 'exit')
  process.exit(code ?? 0)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
