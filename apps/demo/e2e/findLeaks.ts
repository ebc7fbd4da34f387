/** Reads every code and signature that a sandbox has seen. The app must not print them. */
export async function readSecrets(sandboxUrl: string): Promise<string[]> {
  const ask = async <answer>(path: string): Promise<answer> =>
    (await fetch(`${sandboxUrl}/_sandbox${path}`)).json()
  const mails = await ask<{ code: string }[]>('/inbox')
  const requests = await ask<{ body: unknown }[]>('/requests')
  const signatures = requests.map(({ body }) => Object(body).signature)
  return [...mails.map(({ code }) => code), ...signatures].filter((text) => text !== undefined)
}

/** Returns the secrets that a text contains. A code inside a longer number does not count. */
export function findLeaks(text: string, secrets: readonly string[]): string[] {
  return secrets.filter((secret) =>
    secret.length > 20
      ? text.includes(secret.slice(0, 34))
      : new RegExp(`(?<![\\w.-])${secret}(?![\\w-])`).test(text),
  )
}
