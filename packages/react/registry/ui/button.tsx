/* Replaces shadcn's button in tests of the registry's files. Apps use their own component. */
import type { ComponentProps } from 'react'

type Variant = 'default' | 'destructive' | 'outline' | 'secondary' | 'ghost' | 'link'
type Look = { variant?: Variant; size?: 'default' | 'sm' | 'lg' | 'icon' }

export function buttonVariants({ variant = 'default', size = 'default' }: Look): string {
  return `button button-${variant} button-${size}`
}

export function Button({ variant, size, ...props }: ComponentProps<'button'> & Look) {
  return (
    <button
      className={buttonVariants({ ...(variant && { variant }), ...(size && { size }) })}
      {...props}
    />
  )
}
