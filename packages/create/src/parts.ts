import type { methods, Options } from './options.ts'

/** The options, with the methods resolved. */
export interface Choice extends Options {
  methods: readonly (typeof methods)[number][]
}

/** A removable part of the starter: whole files, and passages of other files. */
export interface Part {
  files?: readonly string[]
  cuts?: Readonly<Record<string, readonly string[]>>
}

/** The parts that an app with these options does not use. */
export function findUnused({ framework, upstream, methods }: Choice): Part[] {
  const isNext = framework === 'next'
  const hasWallets = methods.includes('siwe')
  const hasCodes = methods.includes('otp')
  // A self-hosted app stores and creates its users itself.
  const hasDirectory = hasCodes && upstream !== 'self-hosted'
  return [
    !isNext && phaseOfNext,
    upstream !== 'gnosis-pay' && (isNext ? registrationOfNext : registrationOfVite),
    upstream !== 'self-hosted' && (isNext ? accountOfNext : accountOfVite),
    !hasDirectory && directory,
    !hasDirectory && (hasCodes ? resolveUser : codes),
    !hasDirectory && (isNext ? signUpOfNext : signUpOfVite),
    isNext && !hasCodes && inbox,
    !hasWallets && wallet,
    !hasWallets && (isNext ? walletOfNext : walletOfVite),
    hasWallets && !isNext && toolsOfNext,
    isNext && !hasCodes && !hasWallets && hints,
  ].filter((part) => part !== false)
}

const phaseOfNext: Part = {
  files: ['lib/stopIfMisconfigured.ts'],
  cuts: {
    'lib/isServingProduction.ts': [
      `  // \`next build\` also runs with NODE_ENV=production, but it serves no requests and has no secrets.
  if (variables['NEXT_PHASE'] === 'phase-production-build') return false
`,
    ],
  },
}

const registrationOfVite: Part = {
  files: ['lib/RegistrationForm.tsx', 'src/Registration.tsx'],
  cuts: {
    'src/App.tsx': [
      "import { Registration } from './Registration.tsx'\n",
      '      <Registration />\n',
    ],
    'src/main.css': [
      `
.registration p {
  margin: 0;
}
`,
    ],
  },
}

const registrationOfNext: Part = {
  files: ['app/profile/Registration.tsx', 'lib/RegistrationForm.tsx'],
  cuts: {
    'app/profile/page.tsx': [
      "import { registration } from '../../lib/upstreams/gnosis-pay.ts'\n",
      "import { Registration } from './Registration.tsx'\n",
      `session.status === 'registration-required' ? (
          <Registration {...registration} />
        ) : `,
    ],
    'app/globals.css': [
      `
.registration {
  margin-block-end: 1rem;
}
.registration p {
  margin: 0;
}
`,
    ],
  },
}

/** Only a self-hosted app stores the email addresses and wallets of its users. */
const accountOfNext: Part = {
  cuts: {
    'app/profile/page.tsx': [
      "import { AccountCard, ReauthenticateDialog } from '@kit/react'\n",
      ', upstream',
      `      {upstream.identities !== undefined && (
        <>
          <AccountCard />
          <ReauthenticateDialog />
        </>
      )}
`,
    ],
  },
}

const accountOfVite: Part = {
  cuts: {
    'src/App.tsx': [
      'AccountCard, ReauthenticateDialog, ',
      `      <AccountCard />
      <ReauthenticateDialog />
`,
    ],
  },
}

const directory: Part = {
  files: ['lib/users.ts', 'lib/accounts.ts'],
  cuts: {
    'lib/auth.ts': ["import { resolveUser } from './users.ts'\n"],
  },
}

const resolveUser: Part = { cuts: { 'lib/auth.ts': [' resolveUser,'] } }

const codes: Part = {
  cuts: { 'lib/auth.ts': ["  otp: { resolveUser, sessionEmail: 'masked' },\n"] },
}

const signUpOfNext: Part = {
  files: ['app/sign-up'],
  cuts: {
    'app/page.tsx': [
      ' SignedOut,',
      "import { canSignUp } from '../lib/accounts.ts'\n",
      `      {canSignUp && (
        <SignedOut>
          <Link className="link" href="/sign-up">
            Create an account
          </Link>
        </SignedOut>
      )}
`,
    ],
  },
}

const inbox: Part = {
  cuts: {
    'app/Hints.tsx': [
      "import { readEnv } from '../lib/env.ts'\n",
      `  const inbox = \`\${readEnv().sandboxUrl}/inbox\`\n`,
      `        {upstream.otp && (
          <p>
            For a code, type <code>ada@example.com</code> and open <a href={inbox}>the inbox</a>.
          </p>
        )}
`,
    ],
  },
}

const signUpOfVite: Part = {
  files: ['server/signUp.ts', 'src/SignUp.tsx'],
  cuts: {
    'server/app.ts': [
      "import { signUp } from './signUp.ts'\n",
      "app.post('/api/accounts', signUp)\n",
    ],
    'src/App.tsx': [
      'SignedOut, ',
      "import { SignUp } from './SignUp.tsx'\n",
      `      <SignedOut>
        <SignUp />
      </SignedOut>
`,
    ],
    'src/main.css': [
      `
.sign-up summary {
  text-align: center;
  cursor: pointer;
}
`,
    ],
  },
}

const wallet: Part = { files: ['demo-wallet', 'lib/walletConfig.ts'] }

const walletOfNext: Part = {
  cuts: {
    'app/Providers.tsx': [
      "import { walletConfig } from '../lib/walletConfig.ts'\n",
      ' config={walletConfig}',
    ],
    'next.config.ts': [
      `  // Copied into the scripts of the page.
  env: { WALLETCONNECT_PROJECT_ID: process.env['WALLETCONNECT_PROJECT_ID'] ?? '' },
`,
    ],
    'proxy.ts': [
      `/** WalletConnect's relay between the page and a phone, and its service that tells the phone which site asks. */
const walletConnectHosts = ' wss://relay.walletconnect.org https://*.walletconnect.org'
const hasWalletConnect = Boolean(process.env['WALLETCONNECT_PROJECT_ID'])

`,
      `\${hasWalletConnect ? walletConnectHosts : ''}`,
      `    \`frame-src \${hasWalletConnect ? 'https://verify.walletconnect.org' : "'none'"}\`,
`,
    ],
    'app/layout.tsx': [
      "import { DevelopmentTools } from '../demo-wallet/DevelopmentTools.tsx'\n",
      '        <DevelopmentTools />\n',
    ],
    'app/Hints.tsx': [
      `        {upstream.siwe && (
          <p>
            No wallet extension? Use the <b>Demo Wallet</b>. It asks on this page.
          </p>
        )}
`,
    ],
  },
}

const walletOfVite: Part = {
  files: ['src/DevelopmentTools.tsx'],
  cuts: {
    'src/main.tsx': [
      "import { walletConfig } from '../lib/walletConfig.ts'\n",
      ' config={walletConfig}',
      "import { DevelopmentTools } from './DevelopmentTools.tsx'\n",
      '    <DevelopmentTools />\n',
    ],
    'vite.config.ts': [
      "import './server/loadEnv.ts'\n",
      `  // Copied into the scripts of the page.
  define: {
    'process.env.WALLETCONNECT_PROJECT_ID': JSON.stringify(
      process.env['WALLETCONNECT_PROJECT_ID'] ?? '',
    ),
  },
`,
    ],
  },
}

/** The Vite app has a separate lazy import. */
const toolsOfNext: Part = { files: ['demo-wallet/DevelopmentTools.tsx'] }

const hints: Part = {
  files: ['app/Hints.tsx'],
  cuts: {
    'app/page.tsx': [
      "import { Hints } from './Hints.tsx'\n",
      "      {process.env.NODE_ENV === 'development' && <Hints />}\n",
    ],
  },
}
