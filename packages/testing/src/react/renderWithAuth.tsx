import { AuthProvider, type AuthProviderProps } from '@kit/react'
import { type ComponentType, type ReactNode, StrictMode } from 'react'
import { createFakeBackend } from '../backend/createFakeBackend.ts'
import type { FakeBackend } from '../backend/FakeBackend.ts'

/**
 * Renders components under `StrictMode` and an `AuthProvider` with an in-memory backend, using the `render`
 * function of your testing library. Each call has a separate query cache.
 *
 * @param ui - the elements to test.
 * @param options - `render`, an optional `backend`, and any prop of `AuthProvider`.
 * @returns `screen` is the result of `render`; `backend` is the one that the components use.
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
    /** The `render` function of your testing library, or any function that accepts a `wrapper`. */
    render: (
      ui: ReactNode,
      options: { wrapper: ComponentType<{ children: ReactNode }> },
    ) => screen | Promise<screen>
    /** @default a new `createFakeBackend()` */
    backend?: FakeBackend | undefined
  }
  type ReturnType<screen> = { backend: FakeBackend; screen: screen }
}
