import { afterEach, describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { SignIn } from '../index.ts'
import { formatDuration, formatWhen } from './formatDuration.ts'
import { formatMessage, type Message } from './formatMessage.ts'
import { findLocale, loadWords, locales } from './index.ts'
import { en } from './languages/en.ts'

const warnings = vi.spyOn(console, 'warn').mockImplementation(() => {})
afterEach(() => warnings.mockClear())

test('default: there are twenty-four languages, including Arabic, Hebrew, Japanese, Chinese and Hindi', () => {
  expect(locales.length).toBe(24)
  expect(locales).toEqual(expect.arrayContaining(['ar', 'he', 'ja', 'zh-CN', 'zh-TW', 'hi']))
})

describe.for(locales)('%s', (name) => {
  test('behavior: every text is translated, with the same placeholders', async () => {
    const words = await loadWords(name)
    expect(words.locale).toBe(name)
    expect(words.direction).toBe(name === 'ar' || name === 'he' ? 'rtl' : 'ltr')
    const [own, english] = [collect(words), collect(en)]
    expect(Object.keys(own).sort()).toEqual(Object.keys(english).sort())
    for (const [key, message] of Object.entries(english))
      for (const text of listTexts(own[key] ?? ''))
        expect(findPlaceholders(text), key).toEqual(findPlaceholders(listTexts(message)[0] ?? ''))
    if (name.startsWith('en')) return
    const same = Object.keys(english).filter((key) => own[key] === english[key])
    // Names, addresses and units may be the same as in English, but sentences may not.
    expect(same.filter((key) => countWords(english[key]) > 2)).toEqual([])
  })

  test('behavior: has a text for each plural form of the language', async () => {
    const { pluralCategories } = new Intl.PluralRules(name).resolvedOptions()
    for (const [key, message] of Object.entries(collect(await loadWords(name))))
      if (typeof message !== 'string') {
        expect(Object.keys(message), key).toEqual(expect.arrayContaining(['other']))
        const rules = Object.keys(message).filter((rule) => !/^\d+$/.test(rule))
        expect(pluralCategories, key).toEqual(expect.arrayContaining(rules))
        // A text that differs only for exact numbers, such as "an 8-digit code", has no plural forms.
        if (rules.length > 1)
          for (const rule of wholeNumberRules(name)) expect(rules, key).toContain(rule)
      }
  })

  test('behavior: every sentence is well-formed with any value for its placeholders', async () => {
    const words = await loadWords(name)
    const samples = [
      { text: 'A', seconds: 1, count: 1 },
      { text: 'Donaudampfschifffahrtselektrizitätenwallet', seconds: 2, count: 2 },
      { text: '+49 30 123456', seconds: 300, count: 5 },
      { text: 'ארנק', seconds: 21 * 60, count: 21 },
    ]
    for (const [key, message] of Object.entries(collect(words)))
      for (const { text, seconds, count } of samples) {
        const shown = formatMessage(
          message,
          {
            ...Object.fromEntries(
              findPlaceholders(listTexts(message)[0] ?? '').map((one) => [one, text]),
            ),
            count,
            time: '14:05',
            when: formatWhen(seconds, name),
          },
          name,
        )
        expect(shown, key).not.toMatch(/[{}]/)
        expect(shown, key).not.toMatch(/ {2}|^\s|\s$/)
        // In languages with a space before punctuation, the space must not allow a line break.
        expect(shown, key).not.toMatch(/ [?!:;»]/)
        expect(shown, key).not.toMatch(/ …/)
        const isMixed =
          /[\u0590-\u06ff]/.test(shown) && findPlaceholders(listTexts(message)[0] ?? '').length > 0
        if (isMixed) expect(shown, key).toMatch(/\u2068.*\u2069/)
      }
  })

  test('behavior: the locale is found by its tag, and Intl supports it', () => {
    expect(findLocale(name)).toBe(name)
    expect(Intl.DateTimeFormat.supportedLocalesOf(name)).toEqual([name])
  })
})

test.for([
  ['de-AT', 'de'],
  ['de_AT.UTF-8', 'de'],
  ['zh-Hant-HK', 'zh-TW'],
  ['zh_HK', 'zh-TW'],
  ['yue', 'zh-TW'],
  ['yue-Hans-CN', 'zh-CN'],
  ['zh', 'zh-CN'],
  ['pt', 'pt-BR'],
  ['pt-PT', 'pt-BR'],
  ['es-419', 'es'],
  ['iw', 'he'],
  ['in', 'id'],
  ['tlh', undefined],
  ['not a tag', undefined],
  ['', undefined],
  ['*', undefined],
] as const)('parameters: the best locale for %s is %s', ([tag, name]) => {
  expect(findLocale(tag)).toBe(name)
})

test('parameters: from a list, the first available language is used', () => {
  expect(findLocale(['tlh', 'nn-NO', 'fr-CH', 'en'])).toBe(findLocale('nn-NO') ?? 'fr')
  expect(findLocale([])).toBeUndefined()
  expect(findLocale(undefined)).toBeUndefined()
})

test('parameters: in an Accept-Language header, the weights decide', () => {
  expect(findLocale('en;q=0.5, de-CH;q=0.9, tlh')).toBe('de')
  expect(findLocale('fr;q=0, ja')).toBe('ja')
  expect(findLocale(null)).toBeUndefined()
})

test('behavior: an unknown language falls back to English, and the developer gets a warning', async () => {
  expect(await loadWords('tlh')).toBe(en)
  expect(warnings).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('"tlh"'))
})

test('behavior: plural forms follow the language', () => {
  const attempts = { one: '{count} попытка', few: '{count} попытки', other: '{count} попыток' }
  const show = (count: number) => formatMessage(attempts, { count }, 'ru')
  expect([1, 2, 5, 21].map(show)).toEqual(['1 попытка', '2 попытки', '5 попыток', '21 попытка'])
})

test('behavior: a text for an exact number takes precedence over the plural form', () => {
  const show = (count: number) =>
    formatMessage(en.otp.sentDigits, { count, email: 'ada@example.com' }, 'en').split(' to ')[0]
  expect([6, 8, 10, 11].map(show)).toEqual([
    'We sent a 6-digit code',
    'We sent an 8-digit code',
    'We sent a 10-digit code',
    'We sent an 11-digit code',
  ])
})

test('behavior: a value in a right-to-left text is isolated, and so is a right-to-left name', () => {
  expect(formatMessage('צרו קשר: {contact}', { contact: '+49 30' }, 'he')).toBe(
    'צרו קשר: \u2068+49 30\u2069',
  )
  expect(formatMessage('Open {wallet}', { wallet: 'ארנק' }, 'en')).toBe('Open \u2068ארנק\u2069')
  expect(formatMessage('Open {wallet}', { wallet: 'Field' }, 'en')).toBe('Open Field')
})

test('behavior: durations are rounded up, in units that fit their length', () => {
  const show = (seconds: number) => formatWhen(seconds, 'en')
  expect([21, 89.2, 91, 3656, 86_399, 200_000].map(show)).toEqual([
    'in 21 seconds',
    'in 90 seconds',
    'in 2 minutes',
    'in 61 minutes',
    'in 24 hours',
    'in 3 days',
  ])
  expect(formatWhen(21, 'ru')).toBe('через 21 секунду')
  expect(formatDuration(86_399, 'en')).toBe('24 hr')
})

test('default: the card in Arabic, from right to left', async () => {
  const words = await loadWords('ar')
  const { screen } = await renderWithAuth(<SignIn />, { words })
  await expect.element(page.getByRole('heading', { name: words.signIn.title })).toBeVisible()
  const card = screen.container.querySelector('section')
  expect([card?.lang, card?.dir]).toEqual(['ar', 'rtl'])
  const text = card?.textContent ?? ''
  for (const message of Object.values(collect(en)))
    for (const one of listTexts(message).filter(({ length }) => length > 6))
      expect(text).not.toContain(one)
})

test('behavior: a card keeps its direction in a page of the other direction', async () => {
  const { screen } = await renderWithAuth(
    <div dir="rtl">
      <SignIn />
    </div>,
  )
  expect(screen.container.querySelector('section')?.dir).toBe('ltr')
})

/** Each message by its path. */
function collect(words: object, path = ''): Record<string, Message> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([key, value]): [string, Message][] =>
      typeof value === 'string' || 'other' in value
        ? [[path + key, value]]
        : Object.entries(collect(value, `${path}${key}.`)),
    ),
  )
}

const listTexts = (message: Message): string[] =>
  typeof message === 'string' ? [message] : Object.values(message)

const countWords = (message: Message = '') => (listTexts(message)[0] ?? '').split(' ').length

const findPlaceholders = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort()

/** The plural forms of the whole numbers below two hundred. */
function wholeNumberRules(locale: string): Set<string> {
  const rules = new Intl.PluralRules(locale)
  return new Set(Array.from({ length: 200 }, (_, count) => rules.select(count + 1)))
}
