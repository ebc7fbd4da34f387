import { expect, test } from 'vitest'
import { suggestEmail } from './suggestEmail.ts'

test.for([
  ['ada@gmial.com', 'ada@gmail.com'],
  ['ada@gmal.com', 'ada@gmail.com'],
  ['ada@gmaill.com', 'ada@gmail.com'],
  ['ada@gnail.com', 'ada@gmail.com'],
  ['ada@gmail.co', 'ada@gmail.com'],
  ['ada@hotmial.com', 'ada@hotmail.com'],
  ['ada@outlok.com', 'ada@outlook.com'],
  ['Ada@icloud.con', 'Ada@icloud.com'],
  ['ada@example.con', 'ada@example.com'],
  ['ada@gmail.com', undefined],
  ['ada@example.com', undefined],
  ['ada@mail.com', undefined],
  ['ada@gmx.at', undefined],
  ['ada@live.de', undefined],
  ['ada', undefined],
] as const)('default: %s gives %s', ([email, suggestion]) => {
  expect(suggestEmail(email)).toBe(suggestion)
})
