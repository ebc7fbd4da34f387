/**
 * The environment without the settings of a package manager. What runs this may be a script of another one, whose
 * settings must not apply to the app.
 */
export function findOwnEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^p?npm_(?:config|package|lifecycle)/i.test(name),
    ),
  )
}
