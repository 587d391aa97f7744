import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { sayMoment } from '#kit/time/index.ts'
import {
  Actions,
  Button,
  Card,
  DateTimeField,
  ErrorSummary,
  Form,
  Grid,
  Notice,
  Panel,
  Select,
  Tag,
  TextArea,
  TextField,
} from '#kit/ui/index.ts'
import { careTopic, type Involved, personShell } from '#slices/people/index.ts'
import { placesTexts as t } from '../../texts/places.ts'
import { type CareNote, noteKinds } from '../notes.ts'

type View = Ctx<unknown, unknown, unknown>

/** The nursing record of a person, for health professionals (RES-03). */
export const notesPage = (
  ctx: View,
  seen: {
    involved: Involved
    notes: readonly CareNote[]
    correcting: CareNote | null
    said: boolean
    refused: Refused | null
  },
): Promise<VNode> => {
  const { lang } = ctx
  const { involved, notes, correcting, refused } = seen
  const typed = typedIn(ctx)
  const errors = refused?.errors
  const value = (name: string, before: string | number | null | undefined) =>
    refused ? oneOf(typed, name) : (before ?? '')
  const path = `/people/${involved.card.id}/care-notes`
  return personShell(
    ctx,
    {
      involved,
      tab: 'care-notes',
      title: t(lang, 'notes.title'),
      topics: [careTopic(ctx.space, involved.organisation, 'care-notes', involved.card.id)],
    },
    <div class="stack">
      <ErrorSummary
        lang={lang}
        errors={errors ?? {}}
        general={refused?.general}
        labels={{
          kind: t(lang, 'notes.kind'),
          text: t(lang, 'notes.text'),
          medicine: t(lang, 'notes.medicine'),
          hoursBetween: t(lang, 'notes.hours'),
          at: t(lang, 'notes.at'),
          givenAgainReason: t(lang, 'notes.again'),
        }}
      />
      {seen.said ? (
        <Notice lang={lang} kind="success" announce>
          <p>{t(lang, 'notes.saved')}</p>
        </Notice>
      ) : null}
      <Grid main>
        <div class="stack">
          {notes.length === 0 ? <p>{t(lang, 'notes.empty')}</p> : null}
          {notes.map((note) => (
            <Card key={note.id} id={note.id}>
              <p class="row">
                <strong>{t(lang, `notes.kind.${note.kind}`)}</strong>{' '}
                {note.medicine ? <Tag tone="info">{note.medicine}</Tag> : null}{' '}
                {note.corrected ? <Tag>{t(lang, 'notes.corrected')}</Tag> : null}{' '}
                {note.corrects ? (
                  <a href={`#${note.corrects}`}>{t(lang, 'notes.corrects')}</a>
                ) : null}
              </p>
              <p class="prose">{note.text}</p>
              {note.givenAgainReason ? (
                <p>{t(lang, 'notes.given-again', { reason: note.givenAgainReason })}</p>
              ) : null}
              <p class="muted small">
                {t(lang, 'notes.by', {
                  name: note.byName,
                  when: sayMoment(note.at.getTime(), lang),
                })}{' '}
                {note.corrected ? null : (
                  <a class="no-print" href={ctx.href(`${path}?corrects=${note.id}#new`)}>
                    {t(lang, 'notes.correct')}
                  </a>
                )}
              </p>
            </Card>
          ))}
        </div>
        <Panel title={t(lang, correcting ? 'notes.correct' : 'notes.new')} id="new">
          <Form
            action={ctx.href(path)}
            hidden={{
              key: randomUUID(),
              corrects: correcting?.id ?? (oneOf(typed, 'corrects') || null),
            }}
            label={t(lang, 'notes.new')}
          >
            <Select
              lang={lang}
              name="kind"
              label={t(lang, 'notes.kind')}
              required
              value={value('kind', correcting?.kind)}
              options={noteKinds.map((kind) => ({
                value: kind,
                label: t(lang, `notes.kind.${kind}`),
              }))}
              errors={errors}
            />
            <TextArea
              lang={lang}
              name="text"
              label={t(lang, 'notes.text')}
              required
              maxLength={4000}
              value={value('text', correcting?.text)}
              errors={errors}
            />
            <TextField
              lang={lang}
              name="medicine"
              label={t(lang, 'notes.medicine')}
              maxLength={200}
              value={value('medicine', correcting?.medicine)}
              errors={errors}
            />
            <TextField
              lang={lang}
              name="hoursBetween"
              type="number"
              inputMode="numeric"
              width="short"
              label={t(lang, 'notes.hours')}
              value={value('hoursBetween', correcting?.hoursBetween)}
              errors={errors}
            />
            <DateTimeField
              lang={lang}
              name="at"
              label={t(lang, 'notes.at')}
              hint={t(lang, 'arrive.at.hint')}
              value={refused ? oneOf(typed, 'at') : (correcting?.at ?? null)}
              errors={errors}
            />
            <TextField
              lang={lang}
              name="givenAgainReason"
              label={t(lang, 'notes.again')}
              hint={t(lang, 'notes.again.hint')}
              maxLength={500}
              value={value('givenAgainReason', correcting?.givenAgainReason)}
              errors={errors}
            />
            <Actions>
              <Button>{t(lang, 'notes.save')}</Button>
            </Actions>
          </Form>
        </Panel>
      </Grid>
    </div>,
  )
}
