import { type Browser, chromium } from '@playwright/test'
import * as browsers from '../../scripts/machine/browsers.ts'

/** Opens Chromium without features that load or send anything by themselves. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch(browsers.chromium)
}
