/*
 * The letters of Storybook and of its pictures, the same on every machine. The Kit itself ships no font:
 * apps bring theirs, or have the system's.
 */
import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import '@fontsource-variable/noto-sans-arabic'
import '@fontsource-variable/noto-sans-devanagari'
import '@fontsource-variable/noto-sans-hebrew'
import '@fontsource-variable/noto-sans-jp'
