/** An email with a code, ready to send. */
export interface CodeMail {
  readonly to: string
  readonly code: string
  /** The locale of the text, such as `de`. */
  readonly locale: string
  /** When the code expires. */
  readonly expiresAt: Date
  /** The subject. It begins with the code, so that the code can be read in a notification. */
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Headers that mark the email as automatic, with an id from the app's domain. */
  readonly headers: Readonly<Record<string, string>>
  /** Images that the HTML shows, such as the brand's logo. The email loads nothing from the network. */
  readonly attachments: readonly MailImage[]
}

/** An image inside an email. */
export interface MailImage {
  readonly cid: string
  readonly contentType: 'image/png' | 'image/jpeg' | 'image/gif'
  readonly content: Uint8Array
}

/**
 * Sends an email with a code. Should reject if the email could not be sent, or resolve with an `error`, as Resend's
 * SDK does: the operator then gets an event, while the user gets no error. The email is sent again later if the reply
 * code of a mail server (`responseCode`) or the status of an HTTP API (`statusCode`, `status`) in the error says that
 * the failure is temporary, or if the error has neither.
 */
export type SendCode = (mail: CodeMail) => Promise<unknown>

/** How an email presents the app. */
export interface MailBrand {
  /** @default the host of the app's origin */
  readonly name?: string | undefined
  /** The colour of the code's background and of the name. A CSS colour such as `#16181d`. */
  readonly color?: string | undefined
  /** The colour in dark mode. @default `color` */
  readonly darkColor?: string | undefined
  /**
   * An image above the text, attached to the email. Use PNG, JPEG or GIF, because email clients do not show
   * SVG.
   */
  readonly logo?:
    | (Omit<MailImage, 'cid'> & { readonly width: number; readonly height: number })
    | undefined
}
