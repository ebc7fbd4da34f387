/* Stands in for shadcn's card where the registry's sources are tested. An app has its own. */
import type { ComponentProps } from 'react'

export const Card = (props: ComponentProps<'div'>) => <div {...props} />
export const CardHeader = (props: ComponentProps<'div'>) => <div {...props} />
export const CardTitle = (props: ComponentProps<'div'>) => <div {...props} />
export const CardDescription = (props: ComponentProps<'div'>) => <div {...props} />
export const CardContent = (props: ComponentProps<'div'>) => <div {...props} />
