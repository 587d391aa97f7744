import { createTransport } from 'nodemailer'
import type { Config } from '../config/index.ts'
import { VaernError } from '../errors/index.ts'
import type { MailMessage } from '../http/route.ts'

/**
 * Sends plain-text mail over SMTP (`VAERN_SMTP_URL`). Where none is set up, sending says so
 * instead of pretending.
 */
export const createMailer = (config: Config): ((message: MailMessage) => Promise<void>) => {
  const { smtpUrl } = config
  if (smtpUrl === null) {
    return () => Promise.reject(new VaernError(503, 'mail.not-configured'))
  }
  const transport = createTransport(smtpUrl, { from: config.mailFrom })
  return async (message) => {
    await transport.sendMail(message)
  }
}
