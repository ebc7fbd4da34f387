import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryUrl } from '../../packages/core/src/errors/docsUrl.ts'
import { readFiles } from './writeGuide.ts'

/**
 * Creates the items of a shadcn registry: the components of `packages/react/registry`, and the route of the
 * Next.js guide. `npx shadcn add <url>/r/sign-in.json` copies them into an app, where they can be edited.
 *
 * No item lists the packages of the Kit as dependencies. They are not on a registry yet, and shadcn would
 * install another publisher's packages with these names.
 *
 * @returns The text of each file, by its name, such as `sign-in.json`.
 * @see {@link https://ui.shadcn.com/docs/registry/registry-item-json}
 */
export async function createRegistry(root: string): Promise<Record<string, string>> {
  const sources = new Map<string, string>()
  for (const name of ['sign-in', 'wallet-buttons', 'code-form', 'user-button'])
    sources.set(name, await readFile(join(root, folder, `${name}.tsx`), 'utf8'))
  const guide = await readFile(join(root, 'docs/guides/next-app-router.md'), 'utf8')
  const route = readFiles(guide).flatMap(({ title, code }): File[] => {
    if (title === 'lib/auth.ts') return [{ path: title, type: 'registry:lib', content: code }]
    if (!title.endsWith('route.ts')) return []
    return [{ path: title, target: title, type: 'registry:file', content: code }]
  })
  const items = Object.entries(parts).map(([name, { component, ...part }]): Item => {
    const files = component === undefined ? [] : collect(component, sources)
    const ui = files.flatMap(({ content }) =>
      [...content.matchAll(/'@\/components\/ui\/([\w-]+)'/g)].map(([, used = '']) => used),
    )
    return {
      $schema: 'https://ui.shadcn.com/schema/registry-item.json',
      name,
      type: 'registry:block',
      title: part.title,
      description: part.description,
      ...(part.hasRoute && { dependencies: ['libsql', 'nodemailer'] }),
      ...(ui.length > 0 && { registryDependencies: [...new Set(ui)].toSorted() }),
      files: part.hasRoute ? [...files, ...route] : files,
      docs: part.hasRoute ? docsOfRoute : docsOfComponents,
    }
  })
  const list = {
    $schema: 'https://ui.shadcn.com/schema/registry.json',
    name: 'kit',
    homepage: repositoryUrl,
    items: items.map(({ $schema: _, docs: __, files, ...item }) => ({
      ...item,
      files: files.map(({ content: _, ...file }) => file),
    })),
  }
  const texts = [...items.map((item) => [item.name, item]), ['registry', list]]
  return Object.fromEntries(
    texts.map(([name, value]) => [`${name}.json`, `${JSON.stringify(value, null, 2)}\n`]),
  )
}

/** Finds a component and the components that it imports. */
function collect(name: string, sources: ReadonlyMap<string, string>): File[] {
  const source = sources.get(name)
  if (source === undefined) throw new Error(`${folder}/${name}.tsx is not part of the registry.`)
  const content = source
    .replace(/'\.\/ui\/([\w-]+)\.tsx'/g, "'@/components/ui/$1'")
    .replace(/'\.\/([\w-]+)\.tsx'/g, "'@/components/$1'")
  const used = [...source.matchAll(/from '\.\/([\w-]+)\.tsx'/g)].map(([, each = '']) => each)
  return [
    { path: `components/${name}.tsx`, type: 'registry:component', content },
    ...used.flatMap((each) => collect(each, sources)),
  ]
}

const folder = 'packages/react/registry'

const parts: Record<string, Part> = {
  'sign-in': {
    title: 'Sign in',
    description:
      'A card to sign in with a wallet or a code by email, and the Next.js route behind it.',
    component: 'sign-in',
    hasRoute: true,
  },
  'sign-in-card': {
    title: 'Sign-in card',
    description: 'The card without a route, for any React framework.',
    component: 'sign-in',
  },
  'wallet-buttons': {
    title: 'Wallet buttons',
    description: 'A button for each wallet that signs in with it.',
    component: 'wallet-buttons',
  },
  'code-form': {
    title: 'Code form',
    description: 'The two steps of a sign-in by email: the address, then the code.',
    component: 'code-form',
  },
  'user-button': {
    title: 'User button',
    description: 'A button with the signed-in user, and a menu to sign out.',
    component: 'user-button',
  },
  'auth-route': {
    title: 'Sign-in route',
    description: 'The Next.js route: users in an SQLite file, codes by SMTP.',
    hasRoute: true,
  },
}

const docsOfComponents =
  'The components need the packages of the Kit: run `npm run add <this folder>` in a clone of its repository. Put `AuthProvider` of `@kit/react` around the app, and load `@kit/react/structure.css`.'

const docsOfRoute = `${docsOfComponents} The route does not start without AUTH_SECRET: write the output of \`openssl rand -hex 32\` to .env.local.`

interface Part {
  title: string
  description: string
  component?: string
  hasRoute?: boolean
}

interface File {
  path: string
  type: 'registry:component' | 'registry:lib' | 'registry:file'
  target?: string
  content: string
}

interface Item {
  $schema: string
  name: string
  type: 'registry:block'
  title: string
  description: string
  dependencies?: string[]
  registryDependencies?: string[]
  files: File[]
  docs: string
}
