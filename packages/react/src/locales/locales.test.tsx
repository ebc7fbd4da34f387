import { afterEach, describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { SignIn } from '../index.ts'
import { en } from './en.ts'
import { findLocale, loadWords, locales } from './index.ts'

const warnings = vi.spyOn(console, 'warn').mockImplementation(() => {})
afterEach(() => warnings.mockClear())

test('default: twenty languages, Arabic, Hebrew, Japanese, Chinese and Hindi among them', () => {
  expect(locales.length).toBeGreaterThanOrEqual(20)
  expect(locales).toEqual(expect.arrayContaining(['ar', 'he', 'ja', 'zh-CN', 'zh-TW', 'hi']))
})

describe.for(locales.filter((name) => name !== 'en'))('%s', (name) => {
  test('behavior: says everything, in its own words, with the same blanks', async () => {
    const words = await loadWords(name)
    expect(words.locale).toBe(name)
    expect(words.direction).toBe(name === 'ar' || name === 'he' ? 'rtl' : 'ltr')
    const [own, english] = [flatten(words), flatten(en)]
    expect(Object.keys(own).sort()).toEqual(Object.keys(english).sort())
    for (const [key, text] of Object.entries(english)) {
      expect(own[key], key).not.toBe('')
      expect(blanks(own[key] ?? ''), key).toEqual(blanks(text))
    }
    const same = Object.keys(english).filter((key) => own[key] === english[key])
    // Names, addresses and units are the same in many languages; sentences are not.
    expect(same.filter((key) => (english[key] ?? '').split(' ').length > 2)).toEqual([])
  })

  test('behavior: is found by its tag, and Intl knows it', () => {
    expect(findLocale(name)).toBe(name)
    expect(Intl.DateTimeFormat.supportedLocalesOf(name)).toEqual([name])
  })
})

test.for([
  ['de-AT', 'de'],
  ['zh-Hant-HK', 'zh-TW'],
  ['zh', 'zh-CN'],
  ['pt', 'pt-BR'],
  ['en-GB', 'en'],
  ['iw', 'he'],
  ['tlh', undefined],
  ['not a tag', undefined],
  ['', undefined],
] as const)('parameters: %s is served by %s', ([tag, name]) => {
  expect(findLocale(tag)).toBe(name)
})

test('behavior: an unknown language is English, and the developer is told', async () => {
  expect(await loadWords('tlh')).toBe(en)
  expect(warnings).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('"tlh"'))
})

test('default: the card in Arabic, from right to left', async () => {
  const words = await loadWords('ar')
  const { screen } = await renderWithAuth(<SignIn />, { words })
  await expect.element(page.getByRole('heading', { name: 'تسجيل الدخول' })).toBeVisible()
  const card = screen.container.querySelector('section')
  expect([card?.lang, card?.dir]).toEqual(['ar', 'rtl'])
  const text = card?.textContent ?? ''
  for (const word of Object.values(flatten(en)).filter((one) => one.length > 6))
    expect(text).not.toContain(word)
})

function flatten(words: object, path = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[path + key, value]]
        : Object.entries(flatten(value, `${path}${key}.`)),
    ),
  )
}

const blanks = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted()
