import { createFakeBackend, createSession, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import {
  AuthProvider,
  type AuthProviderProps,
  SessionGuard,
  sessionQueryKey,
  UserButton,
  useAuthedFetch,
  useSignOut,
} from '../index.ts'

let backend: FakeBackend
let queryClient: QueryClient
let signOut: () => void
const otherTab = new BroadcastChannel(sessionQueryKey.join(':'))

beforeEach(() => {
  forgetVisit()
  backend = createFakeBackend({ session: createSession(), methods: ['email-otp'] })
  queryClient = new QueryClient()
})

function Profile() {
  const authedFetch = useAuthedFetch()
  const { data } = useQuery({
    queryKey: ['profile'],
    queryFn: async () => (await authedFetch('/user')).json(),
  })
  signOut = useSignOut().signOut
  return <p>{data?.path}</p>
}

async function show(props: Partial<AuthProviderProps> = {}) {
  queryClient.setQueryData(['cards'], 'of ada')
  await render(
    <QueryClientProvider client={queryClient}>
      <AuthProvider fetch={backend.fetch} {...props}>
        <SessionGuard fallback={<p>nobody</p>}>
          <Profile />
        </SessionGuard>
        <UserButton />
      </AuthProvider>
    </QueryClientProvider>,
  )
  await expect.element(page.getByText('/upstream/user')).toBeVisible()
}

const kept = () =>
  queryClient
    .getQueryCache()
    .getAll()
    .map(({ queryKey }) => String(queryKey[0]))
const signInAs = (subject: string) => {
  const authenticatedAt = new Date(Date.now() + 5000).toISOString()
  backend.state.session = createSession({ subject, authenticatedAt })
  otherTab.postMessage('signed-in')
}

test('security: S-17 a sign-out clears the user’s data without calling the upstream', async () => {
  await show()
  signOut()
  await expect.element(page.getByText('nobody')).toBeVisible()
  await expect.poll(kept).toEqual(['kit'])
  expect(backend.count('/upstream/user')).toBe(1)
})

test('security: S-17 a sign-out in another tab also clears the user’s data', async () => {
  await show()
  backend.state.session = null
  otherTab.postMessage('signed-out')
  await expect.poll(kept).toEqual(['kit'])
})

test('security: K-01 the next user never sees the previous user’s data', async () => {
  await show()
  signInAs('sub_grace')
  await expect.poll(() => backend.count('/upstream/user')).toBe(2)
  expect(queryClient.getQueryData(['cards'])).toBeUndefined()
})

test('behavior: the data stays if the same user signs in again', async () => {
  await show()
  signInAs(backend.state.session?.subject ?? '')
  await expect.poll(() => backend.count('/session')).toBe(2)
  expect(kept().toSorted()).toEqual(['cards', 'kit', 'profile'])
})

test('parameters: isPrivate', async () => {
  await show({ isPrivate: isProfile })
  signOut()
  await expect.element(page.getByText('nobody')).toBeVisible()
  await expect.poll(() => kept().toSorted()).toEqual(['cards', 'kit'])
})

const isProfile = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[0] === 'profile'
