import type { methods, Options } from './options.ts'

/** The options, with the methods said. */
export interface Choice extends Options {
  methods: readonly (typeof methods)[number][]
}

/** Files of the starter, and passages of files that stay. */
export interface Part {
  files?: readonly string[]
  cuts?: Readonly<Record<string, readonly string[]>>
}

/** The parts that an app of this choice has no use for. */
export function findUnused({ framework, upstream, methods }: Choice): Part[] {
  const isNext = framework === 'next'
  const hasWallets = methods.includes('siwe')
  const hasCodes = methods.includes('otp')
  return [
    !isNext && phaseOfNext,
    isNext && upstream !== 'gnosis-pay' && registration,
    !hasCodes && codes,
    !hasCodes && (isNext ? codesOfNext : codesOfVite),
    !hasWallets && wallet,
    !hasWallets && (isNext ? walletOfNext : walletOfVite),
    hasWallets && !isNext && toolsOfNext,
    isNext && !hasCodes && !hasWallets && hints,
  ].filter((part) => part !== false)
}

const phaseOfNext: Part = {
  cuts: {
    'lib/env.ts': [
      '/** `next build` runs with NODE_ENV=production, too, but it serves nobody and has no secrets. */\n',
      " && variables['NEXT_PHASE'] !== 'phase-production-build'",
    ],
  },
}

const registration: Part = {
  files: ['app/profile/Registration.tsx'],
  cuts: {
    'app/profile/page.tsx': [
      "import { Registration } from './Registration.tsx'\n",
      `session.status === 'registration-required' ? (
          <Registration />
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

const codes: Part = {
  files: ['lib/users.ts', 'lib/accounts.ts'],
  cuts: {
    'lib/auth.ts': ["import { resolveUser } from './users.ts'\n", '  otp: { resolveUser },\n'],
  },
}

const codesOfNext: Part = {
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
    'app/Hints.tsx': [
      "import { readEnv } from '../lib/env.ts'\n\n",
      `  const inbox = \`\${readEnv().sandboxUrl}/inbox\`\n`,
      `      <p>
        For a code, type <code>ada@example.com</code> and open <a href={inbox}>the inbox</a>.
      </p>
`,
    ],
  },
}

const codesOfVite: Part = {
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

const wallet: Part = { files: ['demo-wallet'] }

const walletOfNext: Part = {
  cuts: {
    'app/layout.tsx': [
      "import { DevelopmentTools } from '../demo-wallet/DevelopmentTools.tsx'\n",
      '        <DevelopmentTools />\n',
    ],
    'app/Hints.tsx': [
      `      <p>
        No wallet here? The <b>Demo Wallet</b> asks in this page.
      </p>
`,
    ],
  },
}

const walletOfVite: Part = {
  files: ['src/DevelopmentTools.tsx'],
  cuts: {
    'src/main.tsx': [
      "import { DevelopmentTools } from './DevelopmentTools.tsx'\n",
      '    <DevelopmentTools />\n',
    ],
  },
}

/** The Vite app has a lazy import of its own. */
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
