import { type NextRequest, NextResponse } from 'next/server'

/**
 * Sets a strict Content-Security-Policy: a page runs only scripts and styles with its nonce, and scripts that
 * these load. Next.js reads the nonce from the request's header.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = crypto.randomUUID().replaceAll('-', '')
  const policy = createPolicy(nonce, process.env.NODE_ENV !== 'production')
  const headers = new Headers(request.headers)
  headers.set('Content-Security-Policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  response.headers.set('Referrer-Policy', 'strict-origin-when-cross-origin')
  response.headers.set('X-Content-Type-Options', 'nosniff')
  return response
}

/** Only pages need the policy. The route answers with data, and the build's files are the same for everyone. */
export const config = { matcher: ['/((?!api/|_next/).*)'] }

/** WalletConnect's relay between the page and a phone, and its service that tells the phone which site asks. */
const walletConnectHosts = ' wss://relay.walletconnect.org https://*.walletconnect.org'
const hasWalletConnect = Boolean(process.env['WALLETCONNECT_PROJECT_ID'])

/** In development React needs `eval` for its error traces, and Next.js inserts styles. */
function createPolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // Wallets announce their icons as data.
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}${hasWalletConnect ? walletConnectHosts : ''}`,
    `frame-src ${hasWalletConnect ? 'https://verify.walletconnect.org' : "'none'"}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
