/** The form part of the gallery, with two fields refused to show how errors look. */
import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { Checkbox, Checkboxes, NumberStepper, Radios } from './choices.tsx'
import { DateTimeField, Select, TextArea, TextField } from './fields.tsx'
import { Actions, Button, ErrorSummary, Form } from './form.tsx'
import { Panel } from './panel.tsx'

export const GalleryForms = ({ lang }: { lang: Lang }): VNode => {
  const say = (da: string, en: string): string => (lang === 'da' ? da : en)
  const errors = {
    places: say('Antal ledige kan ikke være større end 12', 'Free places cannot exceed 12'),
    reason: say('Vælg, hvorfor der er lukket', 'Choose why it is closed'),
  }
  return (
    <Panel title={say('Formularer', 'Forms')}>
      <Form action="/ui">
        <ErrorSummary lang={lang} errors={errors} />
        <Radios
          lang={lang}
          name="status"
          label={say('Hvordan har I åbent?', 'How are you open?')}
          required
          row
          value="closed"
          options={[
            { value: 'open', label: say('Åben', 'Open') },
            { value: 'limited', label: say('Begrænset', 'Limited') },
            { value: 'closed', label: say('Lukket', 'Closed') },
          ]}
        />
        <Select
          lang={lang}
          name="reason"
          label={say('Årsag', 'Reason')}
          required
          errors={errors}
          width="medium"
          options={[
            { value: 'staff', label: say('Mangel på personale', 'Lack of staff') },
            { value: 'rules', label: say('Myndighedernes regler', 'Rules of the authorities') },
          ]}
        />
        <NumberStepper
          lang={lang}
          name="places"
          label={say('Ledige pladser', 'Free places')}
          required
          errors={errors}
          value={14}
          max={12}
        />
        <Checkboxes
          lang={lang}
          name="know"
          label={say('Hvad skal vi vide?', 'What should we know?')}
          values={['dog']}
          options={[
            { value: 'no-cpr', label: say('Uden CPR-nummer', 'No CPR number') },
            {
              value: 'dog',
              label: say('Med hund', 'With a dog'),
              hint: say('Nogle steder tager kun små hunde.', 'Some places take only small dogs.'),
            },
          ]}
        />
        <TextField
          lang={lang}
          name="contact"
          label={say('Telefon', 'Phone')}
          type="tel"
          width="medium"
          hint={say('Kun til kollegerne.', 'For colleagues only.')}
          value="00 00 00 01"
        />
        <DateTimeField lang={lang} name="until" label={say('Gælder til', 'Holds until')} />
        <TextArea lang={lang} name="note" label={say('Bemærkning', 'Remark')} rows={3} />
        <Checkbox lang={lang} name="sure" label={say('Det gælder også i nat', 'Tonight too')} />
        <Actions>
          <Button>{say('Send melding', 'Send report')}</Button>
          <Button kind="secondary">{say('Gem kladde', 'Save draft')}</Button>
          <Button kind="danger">{say('Slet', 'Delete')}</Button>
          <Button kind="quiet" href="#main">
            {say('Fortryd', 'Cancel')}
          </Button>
        </Actions>
      </Form>
    </Panel>
  )
}
