import type { ComponentChildren, VNode } from 'preact'
import { Actions, Button, Form, type Option, Panel, Select, Table } from '#kit/ui/index.ts'
import type { Mandate } from '#slices/territory/index.ts'
import { t } from '../texts.ts'
import { Days, days, Errors, type Filled, Line } from './lines.tsx'

export const MandatesPage = (
  props: Filled & {
    href: (path: string) => string
    mandates: Mandate[]
    nameOf: (organisation: string) => string
    organisations: Option[]
  },
): VNode => {
  const { lang } = props
  const cells: [string, string, (row: Mandate) => ComponentChildren][] = [
    ['person', t(lang, 'mandate.person'), (row) => row.person],
    ['organisation', t(lang, 'people.organisation'), (row) => props.nameOf(row.organisationId)],
    ['matter', t(lang, 'mandate.matter'), (row) => row.matter],
    ['area', t(lang, 'role.area'), (row) => row.area],
    ['days', t(lang, 'org.days'), (row) => days(lang, row.validFrom, row.validUntil)],
    ['by', t(lang, 'mandate.by'), (row) => row.decidedBy],
  ]
  return (
    <>
      <Errors {...props} />
      <p>{t(lang, 'mandate.intro')}</p>
      <Table
        lang={lang}
        caption={t(lang, 'tab.mandates')}
        captionHidden
        rows={props.mandates}
        rowKey={(row) => row.id}
        empty={<p>{t(lang, 'mandate.none')}</p>}
        columns={cells.map(([key, label, cell]) => ({ key, label, cell }))}
      />
      <Panel title={t(lang, 'mandate.new')}>
        <Form action={props.href('/admin/mandates')}>
          <Line {...props} name="person" required label={t(lang, 'mandate.person')} />
          <Select
            lang={lang}
            name="organisationId"
            required
            label={t(lang, 'people.organisation')}
            options={props.organisations}
            value={props.typed.organisationId}
            errors={props.refused?.errors}
          />
          <Line
            {...props}
            name="matter"
            required
            label={t(lang, 'mandate.matter')}
            hint={t(lang, 'mandate.matter.hint')}
          />
          <Line
            {...props}
            name="area"
            short
            required
            label={t(lang, 'role.area')}
            hint={t(lang, 'role.area.hint')}
          />
          <Days {...props} fromRequired />
          <Line
            {...props}
            name="decidedBy"
            required
            label={t(lang, 'mandate.by')}
            hint={t(lang, 'mandate.by.hint')}
          />
          <Line
            {...props}
            name="source"
            label={t(lang, 'mandate.source')}
            hint={t(lang, 'mandate.source.hint')}
          />
          <Actions>
            <Button>{t(lang, 'mandate.new')}</Button>
          </Actions>
        </Form>
      </Panel>
    </>
  )
}
