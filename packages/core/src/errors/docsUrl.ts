/** The project's home. The `repository` of each package.json repeats it. */
export const repositoryUrl = 'https://github.com/kit-auth/kit'

/** Where the documentation is, for links in errors and in messages to developers. */
export const docsUrl: string = `${repositoryUrl}/blob/main/docs`

/** The URL of the page that explains an error code. It is also the `type` of its problem document. */
export function getErrorPage(code: string): string {
  return `${docsUrl}/errors/${code}.md`
}
