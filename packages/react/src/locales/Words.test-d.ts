import { expectTypeOf, test } from 'vitest'
import { en } from './languages/en.ts'
import type { Words } from './Words.ts'

test('behavior: a missing or additional text is a type error', () => {
  const { title: _, ...untitled } = en.signIn
  // @ts-expect-error the title is missing
  expectTypeOf({ ...en, signIn: untitled }).toExtend<Words>()
  // @ts-expect-error there is no such word
  const unknown: Words = { ...en, signIn: { ...en.signIn, tilte: 'Sign in' } }
  expectTypeOf(unknown).toExtend<Words>()
})
