import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { oneOf, type Refused, type Typed, typedIn } from '#kit/http/forms.ts'
import { staffShell } from '#kit/http/shell.tsx'
import {
  Actions,
  Button,
  Checkbox,
  ErrorSummary,
  Form,
  Grid,
  Link,
  Notice,
  Panel,
} from '#kit/ui/index.ts'
import { LooksLikeDuplicate } from '../../commands.ts'
import { units } from '../../schema.ts'
import { words } from '../../words.ts'
import { directoryTexts as t } from '../texts.ts'
import { BasicFields, type Choices, HoursField } from './basics.tsx'
import { Choice, errorsOf, Line, type Shown, type View } from './fields.tsx'

export interface NewView {
  /** A sports hall or a hotel that is taken into use for a time (CAP-02). */
  temporary: boolean
  choices: Choices
  refused: Refused | null
}

/** Adding a service, or opening a temporary facility: what is not known can be added later. */
export const newPage = (ctx: View, { temporary, choices, refused }: NewView): VNode => {
  const { lang } = ctx
  const what = temporary ? 'temporary' : 'new'
  const typed: Typed = refused ? typedIn(ctx) : startOf(choices)
  const shown: Shown = { ctx, scope: 'new', typed, errors: errorsOf(refused) }
  return staffShell(
    ctx,
    { title: t(lang, `${what}.heading`), current: '/directory' },
    <div class="stack">
      <ErrorSummary lang={lang} errors={shown.errors} general={refused?.general} scope="new" />
      <p class="prose">{t(lang, `${what}.lead`)}</p>
      <Form
        action={ctx.href(temporary ? '/directory/new/temporary' : '/directory/new')}
        // Each showing has its own: a second tap adds nothing.
        hidden={{ key: randomUUID() }}
        label={t(lang, `${what}.heading`)}
      >
        {refused?.error instanceof LooksLikeDuplicate ? (
          <Alike shown={shown} candidates={refused.error.candidates} />
        ) : null}
        {temporary ? <FacilityFields shown={shown} /> : null}
        <BasicFields shown={shown} choices={choices} temporary={temporary} />
        <HoursField shown={shown} />
        <Actions>
          <Button>{t(lang, temporary ? 'temporary.open' : 'new.add')}</Button>
          <Link href={ctx.href('/directory')}>{t(lang, 'new.cancel')}</Link>
        </Actions>
      </Form>
    </div>,
  )
}

/** Whoever may choose one only finds it chosen. */
const startOf = ({ organisations, municipalities, wholeCountry }: Choices): Typed => ({
  ...(organisations.length === 1 ? { organisation: organisations[0]?.value } : {}),
  ...(municipalities.length === 1 && !wholeCountry
    ? { municipality: municipalities[0]?.value }
    : {}),
})

/** Those that it may be the same as (DIR-01): looked at first, then said to be others. */
const Alike = (props: { shown: Shown; candidates: { id: string; name: string }[] }): VNode => {
  const { ctx, scope, typed } = props.shown
  const { lang } = ctx
  return (
    <Notice lang={lang} kind="warning" title={t(lang, 'new.alike')}>
      <p>{t(lang, 'new.alike.lead')}</p>
      <ul>
        {props.candidates.map(({ id, name }) => (
          <li key={id}>
            <Link href={ctx.href(`/directory/${id}`)}>{name}</Link>
          </li>
        ))}
      </ul>
      <Checkbox
        lang={lang}
        scope={scope}
        name="confirmedDistinct"
        quiet
        label={t(lang, 'new.distinct')}
        checked={oneOf(typed, 'confirmedDistinct') === 'yes'}
      />
    </Notice>
  )
}

const FacilityFields = ({ shown }: { shown: Shown }): VNode => {
  const { lang } = shown.ctx
  return (
    <Panel title={t(lang, 'temporary.title')}>
      <Grid>
        <Line shown={shown} name="purpose" required label={t(lang, 'temporary.purpose')} />
        <Line
          shown={shown}
          name="startsOn"
          type="date"
          width="medium"
          required
          label={t(lang, 'temporary.startsOn')}
        />
        <Line
          shown={shown}
          name="plannedEnd"
          type="date"
          width="medium"
          label={t(lang, 'temporary.plannedEnd')}
          hint={t(lang, 'temporary.plannedEnd.hint')}
        />
        <Line
          shown={shown}
          name="responsibleManager"
          required
          label={t(lang, 'temporary.manager')}
        />
        <Line
          shown={shown}
          name="responsiblePhone"
          type="tel"
          width="medium"
          required
          label={t(lang, 'temporary.phone')}
          hint={t(lang, 'temporary.phone.hint')}
        />
        <Choice
          shown={shown}
          name="unit"
          required
          label={t(lang, 'temporary.unit')}
          options={units.map((unit) => ({ value: unit, label: words(lang, `unit.${unit}`) }))}
        />
        <Line
          shown={shown}
          name="places"
          inputMode="numeric"
          width="short"
          required
          label={t(lang, 'temporary.places')}
        />
      </Grid>
    </Panel>
  )
}
