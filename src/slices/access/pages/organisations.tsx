import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import {
  Actions,
  Button,
  Filters,
  Form,
  type Option,
  Pager,
  Select,
  Table,
  Tag,
  TextField,
} from '#kit/ui/index.ts'
import { type Organisation, organisationKinds } from '#slices/territory/index.ts'
import { t } from '../texts.ts'
import { Days, days, type Filled, Line } from './lines.tsx'

export const OrganisationList = (props: {
  lang: Lang
  href: (path: string) => string
  q: string
  organisations: Organisation[]
  next: string | null
  may: (id: string) => boolean
}): VNode => {
  const { lang, href, q } = props
  const onward = new URLSearchParams({ ...(q ? { q } : {}), cursor: props.next ?? '' })
  return (
    <>
      <Filters
        lang={lang}
        action={href('/admin/organisations')}
        clearHref={q ? href('/admin/organisations') : undefined}
      >
        <TextField
          lang={lang}
          name="q"
          type="search"
          quiet
          label={t(lang, 'org.search')}
          value={q}
        />
      </Filters>
      <Table
        lang={lang}
        caption={t(lang, 'tab.organisations')}
        captionHidden
        rows={props.organisations}
        rowKey={(row) => row.id}
        empty={<p>{t(lang, 'org.none')}</p>}
        columns={[
          {
            key: 'name',
            label: t(lang, 'org.name'),
            cell: (row) => (
              <>
                {props.may(row.id) ? (
                  <a href={href(`/admin/organisations/${row.id}`)}>{row.name}</a>
                ) : (
                  row.name
                )}{' '}
                {row.fictional ? <Tag>{t(lang, 'people.demo')}</Tag> : null}
              </>
            ),
          },
          {
            key: 'kind',
            label: t(lang, 'org.kind'),
            cell: (row) => t(lang, `org.kind.${row.kind}`),
          },
          {
            key: 'days',
            label: t(lang, 'org.days'),
            cell: (row) => days(lang, row.validFrom, row.validUntil),
          },
        ]}
      />
      <Pager
        lang={lang}
        shown={props.organisations.length}
        nextHref={props.next ? href(`/admin/organisations?${onward}`) : null}
      />
    </>
  )
}

export const OrganisationForm = (
  props: Filled & {
    action: string
    hidden?: Record<string, string>
    submit: string
    municipalities: Option[]
  },
): VNode => {
  const { lang } = props
  return (
    <Form action={props.action} hidden={props.hidden ?? {}}>
      <Line {...props} name="name" required label={t(lang, 'org.name')} />
      <Line {...props} name="shortName" short label={t(lang, 'org.short')} />
      <Select
        lang={lang}
        name="kind"
        required
        label={t(lang, 'org.kind')}
        options={organisationKinds.map((kind) => ({
          value: kind,
          label: t(lang, `org.kind.${kind}`),
        }))}
        value={props.typed.kind}
        errors={props.refused?.errors}
      />
      <Select
        lang={lang}
        name="municipality"
        label={t(lang, 'org.municipality')}
        hint={t(lang, 'org.municipality.hint')}
        options={props.municipalities}
        value={props.typed.municipality}
        errors={props.refused?.errors}
      />
      <Days {...props} />
      <Actions>
        <Button>{props.submit}</Button>
      </Actions>
    </Form>
  )
}
