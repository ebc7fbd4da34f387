/** The apps that `npm test` uses, one of each kind. The matrix uses all apps (`prepare.ts --all`). */
export const few: readonly string[] = [
  'express',
  'types',
  'vite-react-18',
  'vite-wagmi-2',
  'created-vite-bakkt',
  'guide-express',
]

/** Matches the tests of all other apps. */
export const onlyInMatrix =
  /consumers\.spec\.ts behavior: (?!(?:express|vite-react-18|vite-wagmi-2) )|created\.spec\.ts behavior: (?!created-vite-bakkt )|guides\.spec\.ts (?:behavior|security): (?!express )|modals\.spec\.ts|TypeScript [56]/
