import { glob, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Page } from './Page.ts'

/** A component and its stories. Each story shows one state. */
interface Stories {
  name: string
  /** Its folder, such as `sign-in`. */
  folder: string
  /** Its group in Storybook, such as `Session`. */
  group: string
  /** The names of the stories, such as `awaiting-code`, in the order of the file. */
  states: string[]
}

/**
 * Creates a page for each component, with every state as a picture, and a list of these pages. The test of the
 * stories compares with these pictures, so they are up to date.
 *
 * If a picture has the title `live`, the site shows the story instead: see `renderForSite`.
 */
export async function createComponentPages(root: string): Promise<Page[]> {
  const pictures = new Set<string>()
  for await (const file of glob('*.png', { cwd: join(root, '.storybook/pictures') }))
    pictures.add(basename(file, '.png'))
  const components = (await readStories(root)).map((stories) => ({
    ...stories,
    states: stories.states.filter((state) =>
      pictures.has(`${nameStories(stories.folder)}-${state}`),
    ),
  }))
  return [createList(components), ...components.map(createPage)]
}

/**
 * Returns the start of the ids of a component's stories, such as `sign-in-signin` for the folder `sign-in`.
 * In an id, two dashes and the story's name follow; in the name of its picture, one dash and the name.
 */
export function nameStories(folder: string): string {
  return `${folder}-${folder.replaceAll('-', '')}`
}

/** Adds a link to the page of each component to the reference, below the component's heading. */
export function linkComponentPages(reference: Page, pages: readonly Page[]): Page {
  let { markdown } = reference
  for (const { path, markdown: page } of pages) {
    const [, name] = /^# (\w+)\n/.exec(page) ?? []
    const link = `[${name} in every state](../${path})`
    markdown = markdown.replace(`\n## ${name}\n`, `\n## ${name}\n\n${link}\n`)
  }
  return { ...reference, markdown }
}

async function readStories(root: string): Promise<Stories[]> {
  const found: Stories[] = []
  for await (const file of glob('packages/react/src/components/*/*.stories.tsx', { cwd: root })) {
    const source = await readFile(join(root, file), 'utf8')
    const [, group = ''] = /^ {2}title: '([\w ]+)\//m.exec(source) ?? []
    const exported = [...source.matchAll(/^export const (\w+)/gm)].map(([, name = '']) => name)
    const folder = basename(dirname(file))
    const id = nameStories(folder)
    if (!source.includes(`\n  id: '${id}',\n`)) throw new Error(`The id in ${file} is not ${id}.`)
    found.push({
      name: basename(file, '.stories.tsx'),
      folder,
      group,
      states: exported.map(toKebabCase),
    })
  }
  return found.toSorted((one, other) => one.name.localeCompare(other.name))
}

function createList(components: readonly Stories[]): Page {
  const groups = [...new Set(components.map(({ group }) => group))].map((group) => {
    const members = components.filter((component) => component.group === group)
    const links = members.map(
      ({ name, folder, states }) => `- [${name}](${folder}.md): ${states.length} states`,
    )
    return `## ${group}\n\n${links.join('\n')}`
  })
  const intro =
    'Each component in every state that has a story. In the site the states are live if `npm run build:storybook` ran before `npm run docs`.'
  return {
    path: 'components/README.md',
    markdown: `# Components in every state\n\n${intro}\n\n${groups.join('\n\n')}\n`,
  }
}

function createPage({ name, folder, states }: Stories): Page {
  const [first, ...others] = states.map((state) => ({
    words: toWords(state),
    file: `../../.storybook/pictures/${nameStories(folder)}-${state}.png`,
  }))
  const parts = [
    `# ${name}`,
    `[Props](../reference/components.md) · [all components](README.md)`,
    ...(first === undefined ? [] : [`![${name}](${first.file} "live")`]),
    ...(others.length === 0 ? [] : ['## States']),
    ...others.map(({ words, file }) => `### ${words}\n\n![${name}: ${words}](${file})`),
  ]
  return { path: `components/${folder}.md`, markdown: `${parts.join('\n\n')}\n` }
}

/** Spells a story's name as Storybook does in ids. */
function toKebabCase(name: string): string {
  return name.replaceAll(/(?<!^)(?=[A-Z])/g, '-').toLowerCase()
}

function toWords(state: string): string {
  return `${state.charAt(0).toUpperCase()}${state.slice(1)}`.replaceAll('-', ' ')
}
