/* Replaces shadcn's input in tests of the registry's files. Apps use their own component. */
import type { ComponentProps } from 'react'

export const Input = (props: ComponentProps<'input'>) => <input {...props} />
