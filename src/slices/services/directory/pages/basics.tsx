import type { VNode } from 'preact'
import { manyOf } from '#kit/http/forms.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { Checkboxes, Grid, type Option, Table } from '#kit/ui/index.ts'
import { entries, kinds, needs, sectors, settings } from '../../schema.ts'
import { words } from '../../words.ts'
import { directoryTexts as t } from '../texts.ts'
import type { BasicField } from '../typed.ts'
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
  const line = (name: BasicField) => ({ shown, name, label: t(lang, `field.${name}`) })
  const coded = (prefix: 'kind' | 'sector' | 'setting' | 'entry', codes: readonly string[]) =>
    codes.map((code) => ({ value: code, label: sayCode(lang, prefix, code) }))
  return (
    <>
      <Line {...line('name')} required />
      <Grid>
        <Choice {...line('kind')} required options={coded('kind', kinds)} />
        <Choice {...line('organisation')} required options={choices.organisations} />
        <Choice
          {...line('sector')}
          empty={false}
          options={coded('sector', ['unknown', ...sectors.filter((one) => one !== 'unknown')])}
        />
        <Choice {...line('setting')} empty={false} required options={coded('setting', settings)} />
        <Choice
          {...line('municipality')}
          required={!choices.wholeCountry}
          hint={choices.wholeCountry ? t(lang, 'field.municipality.hint') : undefined}
          options={choices.municipalities}
        />
        <Choice
          {...line('entry')}
          empty={false}
          options={coded('entry', ['unknown', ...entries.filter((one) => one !== 'unknown')])}
        />
      </Grid>
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
      <Grid>
        <Line {...line('phone')} type="tel" />
        <Line {...line('email')} type="email" />
        <Line {...line('url')} type="url" hint={t(lang, 'field.url.hint')} />
        <Line {...line('languages')} hint={t(lang, 'field.languages.hint')} />
      </Grid>
      <Lines {...line('description')} rows={4} hint={t(lang, 'field.description.hint')} />
      <Grid>
        <Lines {...line('targetGroups')} rows={3} hint={t(lang, 'field.one-per-line')} />
        <Lines {...line('referrers')} rows={3} hint={t(lang, 'field.referrers.hint')} />
        <Lines {...line('houseRules')} rows={3} hint={t(lang, 'field.houseRules.hint')} />
        <Lines {...line('staffNote')} rows={3} hint={t(lang, 'field.staffNote.hint')} />
        <Line {...line('maxStayDays')} inputMode="numeric" width="short" />
        {props.temporary ? null : <Line {...line('openedOn')} type="date" width="medium" />}
      </Grid>
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
