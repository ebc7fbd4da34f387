import { forgetVisit } from '@kit/testing/react'
import { renderToString } from 'react-dom/server'
import { beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { AuthProvider, SignIn } from '../../index.ts'
import { loadWords } from '../../locales/index.ts'

beforeEach(forgetVisit)

const [termsUrl, privacyUrl] = ['/terms', '/privacy']

test.for([
  [
    { termsUrl, privacyUrl },
    'By signing in, you agree to the Terms of Service and Privacy Policy.',
  ],
  [{ termsUrl }, 'By signing in, you agree to the Terms of Service.'],
  [{ privacyUrl }, 'By signing in, you agree to the Privacy Policy.'],
] as const)('parameters: %o', async ([urls, text]) => {
  await renderWithAuth(<SignIn {...urls} />)
  await expect.element(page.getByText(text)).toBeVisible()
  const links = page.getByText(text).element().querySelectorAll('a')
  expect([...links].map((link) => link.getAttribute('href'))).toEqual(Object.values(urls))
})

test('behavior: the links are in the position that the translation defines', async () => {
  const words = await loadWords('ja')
  await renderWithAuth(<SignIn termsUrl={termsUrl} privacyUrl={privacyUrl} />, { words })
  await expect
    .element(page.getByRole('link', { name: '利用規約' }))
    .toHaveAttribute('href', '/terms')
  await expect
    .element(
      page.getByText('サインインすると、利用規約とプライバシーポリシーに同意したことになります。'),
    )
    .toBeVisible()
})

test('behavior: a server renders the terms', () => {
  const html = renderToString(
    <AuthProvider>
      <SignIn termsUrl={termsUrl} />
    </AuthProvider>,
  )
  expect(html).toContain('Terms of Service')
})
