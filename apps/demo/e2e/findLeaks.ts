/** Every code, signature and key that a sandbox has seen: what no process but its own may print. */
export async function readSecrets(sandboxUrl: string): Promise<string[]> {
  const ask = async <answer>(path: string): Promise<answer> =>
    (await fetch(`${sandboxUrl}/_sandbox${path}`)).json()
  const mails = await ask<{ code: string }[]>('/inbox')
  const requests = await ask<{ body: unknown }[]>('/requests')
  const signatures = requests.map(({ body }) => Object(body).signature)
  return [...mails.map(({ code }) => code), ...signatures].filter((text) => text !== undefined)
}

/** Which of the secrets stand in a text. A code inside of a longer number is none. */
export function findLeaks(text: string, secrets: readonly string[]): string[] {
  return secrets.filter((secret) =>
    secret.length > 20
      ? text.includes(secret.slice(0, 34))
      : new RegExp(`(?<![\\w.-])${secret}(?![\\w-])`).test(text),
  )
}
