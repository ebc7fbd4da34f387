import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Writes fontconfig settings for browsers under test: they use this repository's DejaVu fonts and none of the
 * machine's, so that the look and width of text do not depend on what is installed.
 *
 * @returns The file for `FONTCONFIG_FILE`. macOS and Windows ignore it.
 */
export function pinFonts(root: string): string {
  const folder = join(root, '.cache/fonts')
  const file = join(folder, 'fonts.conf')
  const fonts = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))
  const settings = writeXml(dirname(fonts), folder)
  if (read(file) === settings) return file
  mkdirSync(folder, { recursive: true })
  // Several processes may do this at once, and each must read a complete file.
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, settings)
  renameSync(draft, file)
  return file
}

/** The families that a browser requests by default, and the generic names of CSS. */
const families = {
  'DejaVu Serif': ['serif', 'Times New Roman', 'Times', 'Georgia'],
  'DejaVu Sans Mono': ['monospace', 'ui-monospace', 'Courier New', 'Courier', 'Monaco', 'Menlo'],
  // DejaVu covers Arabic, Hebrew, Greek and Cyrillic, and some emoji.
  'DejaVu Sans': [
    'sans-serif',
    'sans',
    'system-ui',
    'ui-sans-serif',
    'ui-rounded',
    'Arial',
    'Helvetica',
    'Verdana',
    'cursive',
    'Comic Sans MS',
    'fantasy',
    'Impact',
    'math',
    'emoji',
    'Noto Color Emoji',
  ],
}

function writeXml(fonts: string, folder: string): string {
  const matches = Object.entries(families).flatMap(([family, names]) =>
    names.map(
      (name) => `  <match target="pattern">
    <test name="family" qual="any"><string>${name}</string></test>
    <edit name="family" mode="assign" binding="same"><string>${family}</string></edit>
  </match>`,
    ),
  )
  const drawing = {
    antialias: 'true',
    hinting: 'false',
    autohint: 'false',
    embeddedbitmap: 'false',
  }
  const edits = Object.entries(drawing).map(
    ([name, value]) => `    <edit name="${name}" mode="assign"><bool>${value}</bool></edit>`,
  )
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>${escapeXml(fonts)}</dir>
  <cachedir>${escapeXml(folder)}</cachedir>
  <selectfont>
    <rejectfont><glob>*/DejaVuMath*</glob></rejectfont>
    <rejectfont><glob>*Condensed*</glob></rejectfont>
    <rejectfont><glob>*ExtraLight*</glob></rejectfont>
  </selectfont>
${matches.join('\n')}
  <match target="pattern">
    <edit name="family" mode="append_last"><string>DejaVu Sans</string></edit>
  </match>
  <match target="font">
${edits.join('\n')}
    <edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
    <edit name="lcdfilter" mode="assign"><const>lcdnone</const></edit>
  </match>
</fontconfig>
`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
