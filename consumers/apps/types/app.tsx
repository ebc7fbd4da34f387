import { type Challenge, createAuthClient, createSiweMessage, type Session } from '@kit/core'
import { normalizeAddress } from '@kit/core/eip55'
import { problems } from '@kit/core/problems'
import { AuthProvider, OtpInput, SignIn, useOtpLogin, useSession, useSiweLogin } from '@kit/react'
import { AuthDevtools } from '@kit/react/devtools'
import { AuthProvider as EmailAuthProvider, useSession as useEmailSession } from '@kit/react/email'
import { en } from '@kit/react/locales/en'
import { walletConnect } from '@kit/react/walletconnect'
import { createSandbox } from '@kit/sandbox'
import { createAuth, memoryStore } from '@kit/server'
import { toExpressHandler } from '@kit/server/mount/express'
import { toHonoHandler } from '@kit/server/mount/hono'
import { toNextRoute } from '@kit/server/mount/next'
import { toNodeListener } from '@kit/server/mount/node'
import { redisStore } from '@kit/server/redis'
import { bakkt } from '@kit/server/upstreams/bakkt'
import { bitbadges } from '@kit/server/upstreams/bitbadges'
import { gnosisPay } from '@kit/server/upstreams/gnosis-pay'
import { offblocks } from '@kit/server/upstreams/offblocks'
import { waltId } from '@kit/server/upstreams/walt-id'
import { createContractAccount, startAnvil } from '@kit/testing'
import { createFakeWallet } from '@kit/testing/browser'
import { runConformance } from '@kit/testing/conformance'
import { installWallet } from '@kit/testing/playwright'
import { createFakeBackend, createFixedClock, renderWithAuth } from '@kit/testing/react'

/* Uses every entry point, so that all of them are compiled as in an app. */
export const auth = createAuth({
  upstream: bakkt({ apiKey: 'a', environment: 'sandbox' }),
  origin: 'https://app.example.com',
  secret: 'a-secret-of-more-than-thirty-two-letters',
  store: memoryStore(),
})

export function App({ initial }: { initial: Session | null }) {
  const { status, session } = useSession()
  const siwe = useSiweLogin({ onSuccess: ({ address }) => console.log(address) })
  const otp: useOtpLogin.ReturnType = useOtpLogin()
  return (
    <AuthProvider words={en} accountChange="ask">
      <SignIn className="mine" style={{ margin: 0 }} render={<main />} />
      <OtpInput length={6} onComplete={(code: string) => otp.submit(code)} />
      <AuthDevtools />
      {status === 'signed-in' ? session.subject : siwe.status}
      {initial?.address}
    </AuthProvider>
  )
}

export function EmailApp() {
  const { session } = useEmailSession()
  return <EmailAuthProvider initialMethods={['email-otp']}>{session?.subject}</EmailAuthProvider>
}

export const rest = [
  (challenge: Extract<Challenge, { format: 'eip4361' }>) =>
    createSiweMessage(challenge, { address: normalizeAddress('0x') ?? '0x', chainId: 1 }),
  createAuthClient({ baseUrl: '/api/auth' }).getSession,
  problems,
  walletConnect({ projectId: 'a' }),
  createSandbox,
  toExpressHandler(auth),
  toHonoHandler(auth),
  toNextRoute(auth).GET,
  toNodeListener(auth),
  redisStore,
  [bitbadges, gnosisPay, offblocks, waltId],
  [createContractAccount, startAnvil, runConformance, installWallet],
  createFakeWallet({ kind: 'erc-1271', policy: { sign: 'reject' } }).prompts,
  createFakeBackend({ now: createFixedClock().now }).failNext,
  renderWithAuth(<App initial={null} />, { render: (ui) => ({ ui }) }).then(
    ({ screen }) => screen.ui,
  ),
]
