import type { Message } from '#kit/i18n/index.ts'

export const da = {
  'notice.referral': 'Der er kommet en henvisning til {house}. Log ind, og svar.',
  'notice.answer': 'Der er svar på en henvisning, som I har sendt. Log ind, og se det.',
  'notice.bounced':
    'Et forløb er blevet afvist tre gange. Nogen skal tage ansvar for det nu. Log ind, og se det.',
} satisfies Record<string, Message>
