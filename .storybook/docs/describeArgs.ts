import type { ArgTypesEnhancer, StrictInputType } from 'storybook/internal/types'

/**
 * Describes a component's props: TSDoc's `@default` in its column, types without the `undefined` that every
 * optional prop accepts, and a fitting control for each type that has one.
 */
export const describeArgs: ArgTypesEnhancer = ({ argTypes, component, initialArgs }) => {
  const { props = {} }: Docgen = component?.__docgenInfo ?? {}
  return Object.fromEntries(
    Object.entries(argTypes).map(([name, argType]) => {
      const [description = '', byDefault] = (props[name]?.description ?? '').split('@default')
      const type = readType(argType.type).replace(/ \| undefined$/, '')
      const described: StrictInputType = {
        ...argType,
        description: description.split('@example')[0]?.trim() ?? '',
        control: chooseControl(type, initialArgs[name]),
        table: {
          type: { summary: type.replace(/^\((.*)\)$/, '$1') },
          ...(byDefault !== undefined && { defaultValue: { summary: byDefault.trim() } }),
        },
      }
      return [name, described]
    }),
  )
}

interface Docgen {
  props?: Record<string, { description?: string }>
}

function readType(type: StrictInputType['type']): string {
  return type?.raw ?? (type?.name === 'other' ? type.value : type?.name) ?? ''
}

function chooseControl(type: string, value: unknown): NonNullable<StrictInputType['control']> {
  if (/^'[^()]*'$/.test(type)) return { type: 'radio' }
  if (type === 'number') return { type: 'number' }
  if (type === 'boolean') return { type: 'boolean' }
  const isText = type === 'string' || type === 'ReactNode'
  return isText && typeof value !== 'object' ? { type: 'text' } : { disable: true }
}
