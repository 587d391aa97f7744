import type { Message } from '#kit/i18n/index.ts'
import type { da } from './referral.da.ts'

export const en: Record<keyof typeof da, Message> = {
  'notice.referral': 'A referral has come to {house}. Log in and answer.',
  'notice.answer': 'There is an answer to a referral that you sent. Log in to see it.',
  'notice.bounced':
    'A pathway has been declined three times. Somebody must take it on now. Log in to see it.',
}
