import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { Checkboxes, type Option, Table } from '#kit/ui/index.ts'
import { manyOf } from '../../forms.ts'
import { entries, kinds, needs, sectors, settings } from '../../schema.ts'
import { words } from '../../words.ts'
import { directoryTexts as t } from '../texts.ts'
import { Choice, Line, Lines, type Shown } from './fields.tsx'

export interface Choices {
  organisations: Option[]
  municipalities: Option[]
  /** An area's editors keep to their area; others may leave the municipality open. */
  wholeCountry: boolean
}

/** What a code is called; an unknown one stands as it is. */
export const sayCode = (lang: Lang, prefix: string, code: string): string => {
  const key = `${prefix}.${code}`
  return words.has(key) ? words(lang, key) : code
}

/** What a service is, who runs it and how to reach it: the same fields when it is added and when it is edited. */
export const BasicFields = (props: {
  shown: Shown
  choices: Choices
  /** Left out where its days are asked for beside. */
  temporary?: boolean
}): VNode => {
  const { shown, choices } = props
  const { lang } = shown.ctx
  const line = (name: 'name' | 'phone' | 'email' | 'maxStayDays' | 'openedOn') => ({
    shown,
    name,
    label: t(lang, `field.${name}`),
  })
  const lines = (name: 'targetGroups' | 'houseRules' | 'description' | 'staffNote') => ({
    shown,
    name,
    label: t(lang, `field.${name}`),
  })
  const coded = (prefix: 'kind' | 'sector' | 'setting' | 'entry', codes: readonly string[]) =>
    codes.map((code) => ({ value: code, label: sayCode(lang, prefix, code) }))
  return (
    <>
      <Line {...line('name')} required />
      <Choice
        shown={shown}
        name="kind"
        required
        label={t(lang, 'field.kind')}
        options={coded('kind', kinds)}
      />
      <Choice
        shown={shown}
        name="organisation"
        required
        label={t(lang, 'field.organisation')}
        options={choices.organisations}
      />
      <Choice
        shown={shown}
        name="sector"
        empty={false}
        label={t(lang, 'field.sector')}
        options={coded('sector', ['unknown', ...sectors.filter((one) => one !== 'unknown')])}
      />
      <Choice
        shown={shown}
        name="setting"
        empty={false}
        required
        label={t(lang, 'field.setting')}
        options={coded('setting', settings)}
      />
      <Choice
        shown={shown}
        name="municipality"
        required={!choices.wholeCountry}
        label={t(lang, 'field.municipality')}
        hint={choices.wholeCountry ? t(lang, 'field.municipality.hint') : undefined}
        options={choices.municipalities}
      />
      <Checkboxes
        lang={lang}
        scope={shown.scope}
        name="needs"
        row
        label={t(lang, 'field.needs')}
        errors={shown.errors}
        options={needs.map((need) => ({ value: need, label: words(lang, `need.${need}`) }))}
        values={manyOf(shown.typed, 'needs')}
      />
      <Lines {...lines('targetGroups')} rows={3} hint={t(lang, 'field.one-per-line')} />
      <Choice
        shown={shown}
        name="entry"
        empty={false}
        label={t(lang, 'field.entry')}
        options={coded('entry', ['unknown', ...entries.filter((one) => one !== 'unknown')])}
      />
      <Lines
        shown={shown}
        name="referrers"
        rows={3}
        label={t(lang, 'field.referrers')}
        hint={t(lang, 'field.referrers.hint')}
      />
      <Line
        shown={shown}
        name="languages"
        label={t(lang, 'field.languages')}
        hint={t(lang, 'field.languages.hint')}
      />
      <Line {...line('phone')} type="tel" width="medium" />
      <Line {...line('email')} type="email" />
      <Line
        shown={shown}
        name="url"
        type="url"
        label={t(lang, 'field.url')}
        hint={t(lang, 'field.url.hint')}
      />
      <Lines {...lines('description')} rows={5} hint={t(lang, 'field.description.hint')} />
      <Lines {...lines('houseRules')} hint={t(lang, 'field.houseRules.hint')} />
      <Line {...line('maxStayDays')} inputMode="numeric" width="short" />
      {props.temporary ? null : <Line {...line('openedOn')} type="date" width="medium" />}
      <Lines {...lines('staffNote')} rows={3} hint={t(lang, 'field.staffNote.hint')} />
    </>
  )
}

const examples = [
  ['Mo-Fr 09:00-16:00; PH off', 'weekdays'],
  ['Mo-Su 20:00-08:00', 'night'],
  ['Tu,Th 10:00-14:00; Sa 11:00-13:00', 'two'],
  ['Nov-Mar 20:00-08:00', 'season'],
  ['Mo[1] 17:00-19:00', 'first'],
  ['24/7', 'always'],
] as const

/** The usual hours, with how to write them. */
export const HoursField = ({ shown }: { shown: Shown }): VNode => {
  const { lang } = shown.ctx
  return (
    <>
      <Line
        shown={shown}
        name="openingHours"
        label={t(lang, 'field.openingHours')}
        hint={t(lang, 'field.openingHours.hint')}
      />
      <details>
        <summary>{t(lang, 'hours.help')}</summary>
        <Table
          lang={lang}
          caption={t(lang, 'hours.help')}
          captionHidden
          dense
          rows={examples}
          rowKey={([text]) => text}
          empty=""
          columns={[
            {
              key: 'write',
              label: t(lang, 'hours.help.write'),
              cell: ([text]) => <code>{text}</code>,
            },
            {
              key: 'means',
              label: t(lang, 'hours.help.means'),
              cell: ([, key]) => t(lang, `hours.help.${key}`),
            },
          ]}
        />
        <p class="muted">{t(lang, 'hours.help.days')}</p>
      </details>
    </>
  )
}
