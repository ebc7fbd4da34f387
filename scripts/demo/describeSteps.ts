/** What to click first, for each method. */
const steps: Readonly<Record<string, string>> = {
  siwe: 'Click "Demo Wallet". It shows the message and asks you to sign, without an extension.',
  'email-otp': 'Type ada@example.com and take the code from the inbox.',
  redirect: 'Click the button. A page of the sandbox asks which wallet to sign in with.',
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
