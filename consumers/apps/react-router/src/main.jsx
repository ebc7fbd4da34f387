import { createAuthClient } from '@kit/core'
import { AuthProvider, SessionGuard, SignIn, sessionQueryOptions, UserButton } from '@kit/react'
import '@kit/react/styles.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter, Outlet, RouterProvider } from 'react-router'

const queryClient = new QueryClient()
const client = createAuthClient()

const router = createBrowserRouter([
  {
    path: '/',
    // The session is known before the first paint of a page.
    loader: () => queryClient.ensureQueryData(sessionQueryOptions(client)),
    HydrateFallback: () => null,
    Component: () => (
      <AuthProvider>
        <UserButton />
        <Outlet />
      </AuthProvider>
    ),
    children: [
      { index: true, Component: SignIn },
      { path: 'members', Component: () => <SessionGuard>Members only</SessionGuard> },
    ],
  },
])

createRoot(document.getElementById('root')).render(
  <QueryClientProvider client={queryClient}>
    <RouterProvider router={router} />
  </QueryClientProvider>,
)
