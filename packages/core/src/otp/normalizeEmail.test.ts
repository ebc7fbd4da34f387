import { expect, test } from 'vitest'
import { normalizeEmail } from './normalizeEmail.ts'

test.for([
  ['ada@example.com', 'ada@example.com'],
  [' Ada@Example.COM ', 'Ada@example.com'],
  ['ada@example.com.', 'ada@example.com'],
  ['Ada Lovelace <ada@example.com>', 'ada@example.com'],
  ['mailto:ada@example.com', 'ada@example.com'],
  ['"ada@example.com"', 'ada@example.com'],
  ['“ada@example.com”,', 'ada@example.com'],
  ['«ada@example.com»', 'ada@example.com'],
  ["'ada@example.com'", 'ada@example.com'],
  ['"Ada Lovelace" <ada@example.com>', 'ada@example.com'],
  ['\u200bada@\u2060example.com\ufeff', 'ada@example.com'],
  ['\u202aada@example.com\u202c', 'ada@example.com'],
  ['o’brien@example.com', "o'brien@example.com"],
  ['ada＠example．com', 'ada@example.com'],
  ['ada+kit@mail.example.co.uk', 'ada+kit@mail.example.co.uk'],
  ['ivan@пример.рф', 'ivan@xn--e1afmkfd.xn--p1ai'],
  ['ivan@xn--e1afmkfd.xn--p1ai', 'ivan@xn--e1afmkfd.xn--p1ai'],
  ['info@bücher.de', 'info@xn--bcher-kva.de'],
  ['info@straße.de', 'info@xn--strae-oqa.de'],
  ['иван@пример.рф', 'иван@xn--e1afmkfd.xn--p1ai'],
  ['田中@例え。jp', '田中@xn--r8jz45g.jp'],
])('default: %s', ([text = '', email]) => {
  expect(normalizeEmail(text)).toBe(email)
})

test.for([
  '',
  'ada',
  'ada@',
  '@example.com',
  'ada@example',
  'ada@localhost',
  'ada@127.0.0.1',
  'ada@[::1]',
  'a da@example.com',
  'ada@exa mple.com',
  'ada@@example.com',
  'ada@example..com',
  'ada@-example.com',
  'ada@example.com/path',
  'ada@example.com:25',
  'ada@user@example.com',
  'ada..b@example.com',
  '"ada"@example.com',
  '"ada"@example.com"',
  'ada@example.com"',
  `${'a'.repeat(65)}@example.com`,
  `ada@${'a'.repeat(64)}.com`,
])('behavior: not an address: %s', (text) => {
  expect(normalizeEmail(text)).toBeUndefined()
})

test('behavior: the result is one normalized spelling', () => {
  const once = normalizeEmail('Ivan@Пример.рф') ?? ''
  expect(normalizeEmail(once)).toBe(once)
})
