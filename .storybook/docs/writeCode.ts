import type { Renderer, StoryContext } from 'storybook/internal/types'
import { isMockFunction } from 'storybook/test'
import * as kit from '../../packages/react/src/index.ts'

/**
 * Writes the code of a story for copying: its elements with their imports. Storybook knows the elements that it
 * renders in the page itself; for a story in a frame they are written from its args.
 */
export function writeCode(code: string, context: StoryContext<Renderer>): string {
  const elements = code.startsWith('<') ? code : writeElement(context)
  const names = new Set(Array.from(elements.matchAll(/<([A-Z]\w*)/g), ([, name = '']) => name))
  const fromRoot = [...names].filter((name) => name in kit)
  const fromDoor = [...names].filter(
    (name) => name === context.title.split('/')[1] && !(name in kit),
  )
  return [
    ...writeImport(fromRoot, '@kit/react'),
    ...writeImport(fromDoor, `@kit/react/${findFolder(context)}`),
    '',
    elements,
  ].join('\n')
}

/** The folder of the story's file, which is also the name of its entry point. */
function findFolder({ parameters }: StoryContext<Renderer>): string {
  return String(parameters['fileName']).split('/').at(-2) ?? ''
}

/** Whether an argument belongs in copied code. Mock functions only serve to observe a story. */
export const isArgument = (value: unknown) => value !== undefined && !isMockFunction(value)

function writeElement({ title, args }: StoryContext<Renderer>): string {
  const name = title.split('/')[1]
  const { children, ...props } = args
  const attributes = Object.entries(props)
    .filter(([, value]) => isArgument(value))
    .map(([key, value]) => {
      if (value === true) return ` ${key}`
      return typeof value === 'string' ? ` ${key}="${value}"` : ` ${key}={${JSON.stringify(value)}}`
    })
  const start = `<${name}${attributes.join('')}`
  return typeof children === 'string' ? `${start}>${children}</${name}>` : `${start} />`
}

function writeImport(names: readonly string[], from: string): string[] {
  return names.length === 0 ? [] : [`import { ${names.join(', ')} } from '${from}'`]
}
