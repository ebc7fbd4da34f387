import { type Browser, chromium } from '@playwright/test'
import * as browsers from '../../scripts/machine/browsers.ts'

/** Opens Chromium without anything that would load or send by itself. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch(browsers.chromium)
}
