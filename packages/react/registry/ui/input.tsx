/* Stands in for shadcn's input where the registry's sources are tested. An app has its own. */
import type { ComponentProps } from 'react'

export const Input = (props: ComponentProps<'input'>) => <input {...props} />
