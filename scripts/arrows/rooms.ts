/**
 * The rooms of each package from bottom to top: a room may import only lower ones. Rooms in one entry are
 * neighbours, which do not import each other. A file directly in `src` counts as a room with its name.
 */
export const rooms: Record<string, readonly (string | readonly string[])[]> = {
  core: [
    'schema',
    'errors',
    'session',
    'login',
    ['caip', 'eip55', 'otp', 'proxy', 'redirect', 'siwe'],
    'identities',
    'contract',
    'client',
    'index.ts',
  ],
  react: [
    'locales',
    'login',
    'session',
    ['siwe', 'otp', 'redirect'],
    'identities',
    'provider',
    'components',
    ['index.ts', 'email.ts'],
  ],
  server: [
    [
      'problem.ts',
      'isBuilding.ts',
      'isHttpsOrLoopback.ts',
      'createCache.ts',
      'createSchedule.ts',
      'within.ts',
    ],
    'keys',
    'store',
    'http',
    'transport',
    'audit',
    'upstreams',
    'AuthContext.ts',
    'routes',
    'session',
    'limits',
    ['siwe', 'otp', 'redirect', 'proxy'],
    'identities',
    'AuthOptions.ts',
    'assertIsForProduction.ts',
    'readOrigins.ts',
    'createContext.ts',
    'handleRequest.ts',
    'createAuth.ts',
    'mount',
    'index.ts',
    'doctor',
  ],
}

/** The allowed imports that lead upwards. Each needs a reason. */
export const exceptions: Record<string, readonly string[]> = {
  core: [],
  // A text with a countdown uses the clock of the logins.
  react: ['locales → login'],
  server: [
    // The context of a request is described in one place, including limits and the proxy's gate.
    'AuthContext.ts → limits',
    'AuthContext.ts → proxy',
    // An event contains the limit that was reached.
    'audit → limits',
    // The same parser checks the texts of upstreams and of the Kit.
    'upstreams → siwe',
  ],
}
