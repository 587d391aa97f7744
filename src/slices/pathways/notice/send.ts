import type { Ctx } from '#kit/http/index.ts'
import { mailNotices } from './commands.ts'

/**
 * Mails what has just been told, after it is stored and without keeping anybody waiting for a mail server that is
 * away: the job tries again. Nothing where no mail is set up.
 */
export const sendMails = async (
  ctx: Pick<Ctx, 'space' | 'mail' | 'config' | 'baseUrl' | 'href' | 'log'>,
): Promise<void> => {
  if (ctx.config.smtpUrl === null) return
  try {
    const { failed } = await mailNotices(ctx.space, ctx.mail, `${ctx.baseUrl}${ctx.href('/login')}`)
    if (failed > 0) ctx.log.error({ failed }, 'notices were not mailed')
  } catch (error) {
    ctx.log.error({ err: error }, 'notices were not mailed')
  }
}
