import type { CodeMail, SendCode } from './CodeMail.ts'
import { createMailTransport } from './createMailTransport.ts'

/**
 * Sends codes through a mail server. Needs the package `nodemailer`.
 *
 * @param options.url - `smtps://user:password@host` or `smtp://user:password@host:587`. A connection to another
 * machine is always encrypted: a server without TLS is refused.
 * @param options.from - the sender, such as `Acme <login@acme.com>`.
 * @param options.timeoutMs - the time limit for each step of the connection. Default 10,000 ms.
 * @throws Error with one sentence for an invalid URL or sender.
 * @example
 * selfHosted({ sendCode: smtp({ url: process.env.SMTP_URL ?? '', from: 'Acme <login@acme.com>' }), … })
 */
export function smtp({ url, from, timeoutMs = 10_000 }: smtp.Options): SendCode {
  const server = URL.canParse(url) ? new URL(url) : undefined
  // The URL contains a password, so the error does not repeat it.
  if (server === undefined || !/^smtps?:$/.test(server.protocol) || server.hostname === '')
    throw new Error('smtp: `url` must be like smtps://user:password@host.')
  if (!/^[^\r\n]*@[^\r\n]+$/.test(from))
    throw new Error('smtp: `from` must be an address such as Acme <login@acme.com>.')

  return async (mail: CodeMail) => {
    const transport = await createMailTransport(server, timeoutMs)
    try {
      const { 'Message-ID': messageId, ...headers } = mail.headers
      const { rejected } = await transport.sendMail({
        from,
        // An object, because a string could contain several recipients.
        to: { name: '', address: mail.to },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        headers,
        ...(messageId === undefined ? {} : { messageId }),
        attachments: mail.attachments.map(({ cid, contentType, content }) => ({
          cid,
          contentType,
          content: Buffer.from(content),
          contentDisposition: 'inline' as const,
        })),
      })
      if (rejected.length > 0) throw new Error('The mail server refused the recipient.')
    } finally {
      transport.close()
    }
  }
}

export declare namespace smtp {
  type Options = {
    url: string
    from: string
    /** @default 10000 */
    timeoutMs?: number | undefined
  }
}
