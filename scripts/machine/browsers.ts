/**
 * The options with which every test starts Chromium: it makes no network calls by itself and uses the same
 * fonts everywhere.
 */
export const chromium = {
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--no-proxy-server',
    '--font-render-hinting=none',
    '--disable-lcd-text',
    '--force-color-profile=srgb',
    '--force-device-scale-factor=1',
  ],
}

/** Starts Mozilla's Firefox, which Playwright controls through WebDriver BiDi. */
export const firefox = {
  channel: 'moz-firefox',
  executablePath: process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr',
}

/** The language and time zone of each page, independent of the machine. */
export const context = { locale: 'en-GB', timezoneId: 'UTC' }
