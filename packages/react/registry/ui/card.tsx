/* Replaces shadcn's card in tests of the registry's files. Apps use their own component. */
import type { ComponentProps } from 'react'

export const Card = (props: ComponentProps<'div'>) => <div {...props} />
export const CardHeader = (props: ComponentProps<'div'>) => <div {...props} />
export const CardTitle = (props: ComponentProps<'div'>) => <div {...props} />
export const CardDescription = (props: ComponentProps<'div'>) => <div {...props} />
export const CardContent = (props: ComponentProps<'div'>) => <div {...props} />
