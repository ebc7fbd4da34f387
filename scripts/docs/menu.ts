import { posix } from 'node:path'
import type { Page } from './Page.ts'

/**
 * The pages in the menu, in reading order. The pages of `components/`, `errors/` and `decisions/` are linked
 * from their lists.
 */
export const menu: Readonly<Record<string, readonly string[]>> = {
  Start: [
    'README.md',
    'quick-start.md',
    'self-hosted.md',
    'existing-app.md',
    'email-only.md',
    'migrating.md',
  ],
  Frameworks: [
    'guides/next-app-router.md',
    'guides/next-pages-router.md',
    'guides/react-router.md',
    'guides/tanstack-start.md',
    'guides/vite-hono.md',
    'guides/express.md',
    'guides/fastify.md',
    'guides/astro.md',
    'guides/cloudflare-workers.md',
    'guides/shadcn.md',
  ],
  Use: [
    'recipes.md',
    'components/README.md',
    'theming.md',
    'i18n.md',
    'walletconnect.md',
    'testing.md',
    'troubleshooting.md',
    'faq.md',
    'errors/README.md',
  ],
  Upstreams: [
    'upstreams/bakkt.md',
    'upstreams/gnosis-pay.md',
    'upstreams/walt-id.md',
    'upstreams/bitbadges.md',
    'upstreams/offblocks.md',
    'own-upstream.md',
  ],
  'In production': [
    'production.md',
    'doctor.md',
    'scale-out.md',
    'email-codes.md',
    'security.md',
    'threats.md',
    'claims.md',
    'sign-in-pains.md',
    'code-field.md',
    'benchmarks.md',
  ],
  Reference: [
    'reference/hooks.md',
    'reference/components.md',
    'reference/react-entries.md',
    'reference/server.md',
    'reference/server-upstreams.md',
    'reference/server-stores.md',
    'reference/core.md',
    'reference/tokens.md',
    'contract.md',
    'reference/api.md',
    'upstream-contracts.md',
    'reference/testing.md',
    'reference/testing-react.md',
    'reference/testing-browser.md',
    'dependencies.md',
    'decisions/README.md',
  ],
}

/** All pages of the menu, from the first to the last. */
export const walk: readonly string[] = Object.values(menu).flat()

/** Matches the pages of the folders with a list, such as the error codes. */
export const listed = /^(?:components|errors|decisions)\//

/** Returns the pages of its folder that a list links to, in the order of the links. */
export function findListed({ path, markdown }: Page): string[] {
  const links = [...markdown.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, file = '']) =>
    posix.join(posix.dirname(path), file),
  )
  return [...new Set(links)].filter((link) => link !== path)
}

/**
 * Returns a sentence for each page that is missing from the menu, and for each entry of the menu without a
 * page. Otherwise a new page could be unreachable.
 */
export function checkMenu(pages: readonly Page[]): string[] {
  const paths = pages.map(({ path }) => path)
  const missing = paths.filter((path) => !walk.includes(path) && !listed.test(path))
  const gone = walk.filter((path) => !paths.includes(path))
  return [
    ...missing.map((path) => `docs/${path} is not in the menu: add it to scripts/docs/menu.ts.`),
    ...gone.map((path) => `The menu of scripts/docs/menu.ts lists ${path}, which does not exist.`),
  ]
}
