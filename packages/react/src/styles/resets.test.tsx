import { forgetVisit } from '@kit/testing/react'
import preflight from 'tailwindcss/preflight.css?raw'
import { beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { liftComponents } from '../../../../scripts/build/styles/liftComponents.ts'
import otpInput from '../components/otp-input/OtpInput.css?raw'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { SignIn } from '../index.ts'
import layers from './layers.css?raw'
import parts from './parts.css?raw'
import structure from './structure.css?raw'
import tokens from './tokens.css?raw'

/**
 * The style sheets of a new Next.js app with Tailwind CSS, whose reset removes borders, padding and colours
 * from all controls.
 */
const tailwind = `@layer theme, base, components, utilities;
@layer base { ${preflight} }
@layer utilities { .pt-2 { padding-top: 8px } }`
const styles = [layers, tokens, structure, parts, otpInput].join('\n')

beforeEach(async () => {
  forgetVisit()
  await renderWithAuth(<SignIn className="pt-2" />)
  await expect.element(page.getByRole('textbox')).toBeVisible()
})

test('behavior: Tailwind’s reset changes nothing if it is loaded last, and its utilities override the Kit', () => {
  expect(lookWith(styles, tailwind)).toEqual({ ...lookWith(styles), cardTop: '8px' })
})

test('behavior: Tailwind’s reset changes nothing if it is loaded first', () => {
  expect(lookWith(tailwind, styles)).toEqual(lookWith(styles))
})

test('parameters: styles.unlayered.css overrides a reset that is not in a layer', () => {
  expect(lookWith(styles, preflight)).not.toEqual(lookWith(styles))
  expect(lookWith(liftComponents(styles), preflight)).toEqual(lookWith(styles))
})

/** Returns the card's computed styles with these style sheets, in this order. */
function lookWith(...sheets: string[]) {
  const elements = [...sheets, '* { transition: none !important }'].map((sheet) => {
    const element = document.createElement('style')
    element.textContent = sheet
    document.head.append(element)
    return element
  })
  const controls = ['textbox', 'button'].map((role) => {
    const { borderTopWidth, borderTopLeftRadius, backgroundColor, color, paddingLeft, fontSize } =
      getComputedStyle(page.getByRole(role).element())
    return { borderTopWidth, borderTopLeftRadius, backgroundColor, color, paddingLeft, fontSize }
  })
  const cardTop = getComputedStyle(page.getByRole('region').element()).paddingTop
  for (const element of elements) element.remove()
  return { cardTop, controls }
}
