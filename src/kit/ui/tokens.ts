/**
 * The colours of Værn, once. `dkfds` fixes its colours when its SCSS is compiled; ours are CSS
 * custom properties over it, so that dark mode and print change them without a second sheet.
 * A test computes the contrast of every pair in `textPairs`.
 */
export const light = {
  page: '#ffffff',
  surface: '#ffffff',
  sunken: '#f3f5f6',
  ink: '#1a1f22',
  muted: '#55606a',
  line: '#d5dade',
  'line-strong': '#6c7780',
  header: '#0b4f4a',
  'header-ink': '#ffffff',
  accent: '#0b4f4a',
  'accent-ink': '#ffffff',
  'accent-hover': '#083b37',
  link: '#0a5c55',
  focus: '#004d99',
  open: '#0a6338',
  'open-soft': '#e2f3e8',
  'open-fill': '#0a7040',
  limited: '#7a4700',
  'limited-soft': '#fdf0d5',
  'limited-fill': '#c98600',
  closed: '#96191c',
  'closed-soft': '#fbe7e6',
  'closed-fill': '#9d1c20',
  unknown: '#47525d',
  'unknown-soft': '#e8ecf0',
  'unknown-fill': '#bcc5ce',
  info: '#004d99',
  'info-soft': '#e4f1fa',
  'case-band': '#ffedcc',
  'case-ink': '#553000',
  'exercise-band': '#5a1a6b',
  'exercise-ink': '#ffffff',
  'demo-band': '#d9ecf8',
  'demo-ink': '#083d66',
} as const

export type Token = keyof typeof light

export const dark: Record<Token, string> = {
  page: '#11171a',
  surface: '#182024',
  sunken: '#20292e',
  ink: '#e9edef',
  muted: '#a8b4bb',
  line: '#37434a',
  'line-strong': '#82909a',
  header: '#0a3d39',
  'header-ink': '#ffffff',
  accent: '#7ed0c6',
  'accent-ink': '#05211e',
  'accent-hover': '#a5e2da',
  link: '#84d5cb',
  focus: '#8ec5ff',
  open: '#86dba8',
  'open-soft': '#14351f',
  'open-fill': '#3fae70',
  limited: '#f3c36a',
  'limited-soft': '#3b2a0b',
  'limited-fill': '#d99a1e',
  closed: '#ffa8a1',
  'closed-soft': '#451c1b',
  'closed-fill': '#d9534f',
  unknown: '#bfc9d2',
  'unknown-soft': '#2b353c',
  'unknown-fill': '#5b6873',
  info: '#9accf5',
  'info-soft': '#12314a',
  'case-band': '#4a3408',
  'case-ink': '#ffe2ac',
  'exercise-band': '#6d2a80',
  'exercise-ink': '#ffffff',
  'demo-band': '#12344d',
  'demo-ink': '#cbe6fa',
}

/** Text on ground; each must reach 4.5:1 in both themes (WCAG 2.2, 1.4.3). */
export const textPairs: [text: Token, ground: Token][] = [
  ['ink', 'page'],
  ['ink', 'surface'],
  ['ink', 'sunken'],
  ['muted', 'page'],
  ['muted', 'surface'],
  ['muted', 'sunken'],
  ['link', 'page'],
  ['link', 'surface'],
  ['link', 'sunken'],
  ['header-ink', 'header'],
  ['accent-ink', 'accent'],
  ['accent-ink', 'accent-hover'],
  ['accent', 'surface'],
  ['open', 'open-soft'],
  ['open', 'surface'],
  ['limited', 'limited-soft'],
  ['limited', 'surface'],
  ['closed', 'closed-soft'],
  ['closed', 'surface'],
  ['closed', 'page'],
  ['unknown', 'unknown-soft'],
  ['unknown', 'surface'],
  ['info', 'info-soft'],
  ['ink', 'open-soft'],
  ['ink', 'limited-soft'],
  ['ink', 'closed-soft'],
  ['ink', 'info-soft'],
  ['link', 'open-soft'],
  ['link', 'limited-soft'],
  ['link', 'closed-soft'],
  ['link', 'info-soft'],
  ['case-ink', 'case-band'],
  ['exercise-ink', 'exercise-band'],
  ['demo-ink', 'demo-band'],
]

/** Borders and graphics that carry meaning; each must reach 3:1 (WCAG 2.2, 1.4.11). */
export const graphicPairs: [graphic: Token, ground: Token][] = [
  ['line-strong', 'surface'],
  ['line-strong', 'page'],
  ['focus', 'surface'],
  ['focus', 'page'],
  ['open-fill', 'surface'],
  ['limited-fill', 'surface'],
  ['closed-fill', 'surface'],
]

const block = (tokens: Record<Token, string>): string =>
  Object.entries(tokens)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';')

/** The sheet's head: light, then dark on screens whose owner prefers it; paper is always light. */
export const tokensCss = (): string =>
  `:root{color-scheme:light dark;${block(light)}}@media screen and (prefers-color-scheme:dark){:root{${block(dark)}}}`
