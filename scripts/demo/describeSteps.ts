/** What to click first, by the methods that the route offers. */
const steps: Readonly<Record<string, string>> = {
  siwe: 'Open the app and click "Demo Wallet": it shows the text and asks you to sign. No extension needed.',
  'email-otp': 'Open the app and type ada@example.com, then take the code from the inbox.',
  redirect:
    'Open the app and click the button: a page of the sandbox asks which wallet to sign in with.',
}

/**
 * Asks the app's route which methods it offers.
 *
 * @returns where to open the app, and how to sign in to it in each way.
 */
export async function describeSteps(appUrl: string, sandboxUrl: string): Promise<string> {
  const answer = await fetch(`${appUrl}/api/auth/session`)
  const { methods }: { methods: string[] } = await answer.json()
  const inbox = methods.includes('email-otp') ? [`  Inbox  ${sandboxUrl}/inbox`] : []
  return [
    `  App    ${appUrl}`,
    ...inbox,
    '',
    ...methods.map((method) => `  - ${steps[method] ?? `Sign in by ${method}.`}`),
  ].join('\n')
}
