/**
 * Returns the environment without a package manager's settings. If pnpm runs this process, its settings must
 * not apply to the app's npm.
 */
export function withoutPackageManager(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^p?npm_(?:config|package|lifecycle)/i.test(name),
    ),
  )
}
