import { AuthError } from '@kit/core'
import { type ComponentType, createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import * as kit from '../index.ts'
import { AuthDevtools } from './auth-devtools/index.ts'
import { WalletConnectQr } from './wallet-connect-qr/index.ts'

/* Renders the components where there is no `window`. Tests in a browser would not notice that a component uses it. */

const props: Record<string, object> = {
  Dialog: { isOpen: true, onClose() {}, title: 'Title' },
  ProblemAlert: { error: new AuthError('network_error') },
  SessionCard: {
    session: {
      status: 'active',
      userId: 'user',
      method: 'siwe',
      expiresAt: '2030-01-01T00:00:00Z',
    },
  },
  SignInDialog: { isOpen: true, onClose() {} },
  WalletConnectQr: { uri: 'wc:1' },
  WalletList: { onPick() {} },
}
const exported = Object.entries({ ...kit, AuthDevtools, WalletConnectQr }).filter(
  ([name, value]) => /^[A-Z]/.test(name) && typeof value === 'function',
) as [string, ComponentType<object>][]

test.for(exported)('behavior: a server can render %s', ([name, component]) => {
  const element = createElement(component, props[name] ?? {})
  expect(typeof renderToString(createElement(kit.AuthProvider, null, element))).toBe('string')
})

test('behavior: a server renders the code to scan', () => {
  const qr = createElement(WalletConnectQr, { uri: 'wc:1' })
  expect(renderToString(createElement(kit.AuthProvider, null, qr))).toContain('<svg')
})
