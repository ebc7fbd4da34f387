import { AuthProvider, type AuthProviderProps } from '@kit/react'
import { type ComponentType, type ReactNode, StrictMode } from 'react'
import { createFakeBackend } from '../backend/createFakeBackend.ts'
import type { FakeBackend } from '../backend/FakeBackend.ts'

/**
 * Renders parts under `StrictMode` and an `AuthProvider` whose backend is in memory, with what your
 * testing library renders by. Each call has a query cache of its own.
 *
 * @param ui - what is tested.
 * @param options - `render`, a `backend`, and any prop of `AuthProvider`.
 * @returns `screen` is what `render` gave; `backend` is what the parts talk to.
 * @example
 * import { renderWithAuth } from '@kit/testing/react'
 * import { render } from 'vitest-browser-react' // or '@testing-library/react'
 *
 * const { backend, screen } = await renderWithAuth(<SignIn />, { render })
 */
export async function renderWithAuth<screen>(
  ui: ReactNode,
  options: renderWithAuth.Options<screen>,
): Promise<renderWithAuth.ReturnType<screen>> {
  const { render, backend = createFakeBackend(), ...props } = options
  const wrapper = ({ children }: { children: ReactNode }) => (
    <StrictMode>
      <AuthProvider fetch={backend.fetch} {...props}>
        {children}
      </AuthProvider>
    </StrictMode>
  )
  return { backend, screen: await render(ui, { wrapper }) }
}

export declare namespace renderWithAuth {
  type Options<screen> = Omit<AuthProviderProps, 'children'> & {
    /** The `render` of your testing library: whatever takes a `wrapper`. */
    render: (
      ui: ReactNode,
      options: { wrapper: ComponentType<{ children: ReactNode }> },
    ) => screen | Promise<screen>
    /** @default a new `createFakeBackend()` */
    backend?: FakeBackend | undefined
  }
  type ReturnType<screen> = { backend: FakeBackend; screen: screen }
}
