import { Fragment } from 'react'
import type { Renderer, StoryContext } from 'storybook/internal/types'
import { isMockFunction } from 'storybook/test'
import * as kit from '../../packages/react/src/index.ts'
import { writeElement } from './writeElement.ts'

/**
 * Writes the code of a story for copying: its element with its imports. The args are its source, and not what
 * Storybook has rendered: a story in a frame renders nothing in the page itself, and Storybook would write an
 * error as a plain object.
 */
export function writeCode(_rendered: string, context: StoryContext<Renderer>): string {
  const { args, argTypes, component, title } = context
  // Mock functions only serve to observe a story, but the code needs every required prop.
  const props = Object.entries(args).filter(
    ([name, value]) =>
      isRequired(argTypes[name]?.type) || (value !== undefined && !isMockFunction(value)),
  )
  const element = writeElement({ type: component, props: Object.fromEntries(props) }, (type) => {
    if (type === Fragment) return ''
    if (typeof type === 'string') return type
    return exported.get(type) ?? title.split('/')[1] ?? ''
  })
  const names = Array.from(element.matchAll(/<([A-Z]\w*)/g), ([, name = '']) => name)
  const uses = [...new Set(names)]
  return [
    ...writeImport(element.includes('new AuthError(') ? ['AuthError'] : [], '@kit/core'),
    ...writeImport(
      uses.filter((name) => name in kit),
      '@kit/react',
    ),
    ...writeImport(
      uses.filter((name) => !(name in kit)),
      `@kit/react/${findFolder(context)}`,
    ),
    '',
    element,
  ].join('\n')
}

/** The names of the components in the root entry. */
const exported = new Map<unknown, string>(Object.entries(kit).map(([name, value]) => [value, name]))

const isRequired = (type: unknown) =>
  typeof type === 'object' && type !== null && 'required' in type && type.required === true

/** The folder of the story's file, which is also the name of its entry point. */
function findFolder({ parameters }: StoryContext<Renderer>): string {
  return String(parameters['fileName']).split('/').at(-2) ?? ''
}

function writeImport(names: readonly string[], from: string): string[] {
  return names.length === 0 ? [] : [`import { ${names.join(', ')} } from '${from}'`]
}
