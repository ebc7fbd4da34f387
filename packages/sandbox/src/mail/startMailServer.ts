import { once } from 'node:events'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import type { Fault } from '../control/createFaults.ts'
import type { Mail } from '../Sandbox.ts'

/**
 * Starts a real SMTP server that delivers every email to the inbox. It accepts any name and password and
 * offers no TLS, because it only listens on this machine.
 *
 * @param takeFault - how the next email is to be treated.
 */
export async function startMailServer(
  port: number,
  {
    deliver,
    takeFault,
  }: { deliver: (mail: Omit<Mail, 'sentAt'>) => void; takeFault: () => Fault | undefined },
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    size: 1024 * 1024,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? '' }),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        receive(
          Buffer.concat(chunks),
          session.envelope.rcptTo.map(({ address }) => address),
        ).then(() => done(), done)
      })
    },
  })

  async function receive(raw: Buffer, recipients: string[]): Promise<void> {
    const fault = takeFault()
    if (fault?.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs))
    if (fault?.status !== undefined)
      throw Object.assign(new Error(String(fault.body ?? 'Refused')), {
        responseCode: fault.status,
      })
    const { subject = '', text = '', html, headers } = await PostalMime.parse(raw)
    const mail = {
      subject,
      code: findCode(subject) ?? findCode(text) ?? '',
      text,
      html: html ?? '',
      headers: Object.fromEntries(headers.map(({ key, value }) => [key, value])),
    }
    for (const to of recipients) deliver({ ...mail, to })
  }

  // A client that disconnects must not end the process.
  server.on('error', () => {})
  const listening = server.listen(port, '127.0.0.1')
  await once(listening, 'listening')
  const address = listening.address()
  return {
    url: `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Finds the code as a reader would: a short run of digits that stands by itself. */
function findCode(text: string): string | undefined {
  return /(?<![\d.])\d{4,10}(?![\d.])/.exec(text)?.[0]
}
