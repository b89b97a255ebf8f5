import { CallFailed, CallRefused } from '@bistro/kit'
import nodemailer from 'nodemailer'
import type { Send } from './ports.ts'

interface SmtpSettings {
  /** `smtp://user:password@host:587`, or `smtps://…` */
  readonly url: string
  readonly from: string
}

const TIMEOUT_MS = 10_000
const MAX_CONNECTIONS = 4
const MAX_REFUSED = 599
const MIN_REFUSED = 500

/**
 * Mails over SMTP. The Message-ID follows from the event, so a mail that is sent again, as nobody knows whether the first was
 * taken, is the same mail for every server and mailbox that compares Message-IDs.
 */
export function smtpMail({ url, from }: SmtpSettings): Send {
  const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS }
  const transport = nodemailer.createTransport({ url, pool: true, maxConnections: MAX_CONNECTIONS, ...timeouts })
  return async ({ key, to, subject, text }) => {
    try {
      await transport.sendMail({
        messageId: `<${key}@bistro.example>`,
        from,
        to: { name: '', address: to },
        subject,
        text,
      })
      return { status: 'sent' }
    } catch (error) {
      throw failureOf(error as SmtpError)
    }
  }
}

interface SmtpError extends Error {
  readonly code?: string
  readonly responseCode?: number
}

function failureOf({ message, code, responseCode = 0, ...rest }: SmtpError): CallFailed | CallRefused {
  const reason = `the mail server: ${message}`
  if (code === 'EAUTH') return new CallFailed(`${reason}; check BISTRO_SMTP_URL`, 'not-let-in', { cause: rest })
  const isRefusal = responseCode >= MIN_REFUSED && responseCode <= MAX_REFUSED
  return isRefusal ? new CallRefused(reason, responseCode) : new CallFailed(reason, 'away', { cause: rest })
}
