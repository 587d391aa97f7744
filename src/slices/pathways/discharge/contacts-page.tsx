import type { VNode } from 'preact'
import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { type Ctx, page, type Route, route } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { localDate } from '#kit/time/index.ts'
import { Filters, Notice, StatusTag, Table, TextField } from '#kit/ui/index.ts'
import { careWorkers } from '#slices/people/index.ts'
import { foldName } from '#slices/territory/index.ts'
import { type DischargeContact, dischargeContacts } from './contacts.ts'
import { ContactLine } from './municipality.tsx'
import { dischargeTexts as t } from './texts.ts'

type View = Ctx<unknown, unknown, unknown>

const matching = (all: DischargeContact[], typed: string): DischargeContact[] => {
  const wanted = foldName(typed)
  return wanted === ''
    ? all
    : all.filter((one) => foldName(`${one.name} ${one.regionName}`).includes(wanted))
}

/** The national list (DIS-02): those without a contact stand first and are red. */
const contactsPage = (ctx: View, all: DischargeContact[], typed: string): VNode => {
  const { lang } = ctx
  const missing = all.filter(({ contact }) => contact === null).length
  const rows = matching(all, typed).sort(
    (a, b) => Number(a.contact !== null) - Number(b.contact !== null),
  )
  return staffShell(
    ctx,
    { title: t(lang, 'contacts.title'), current: '/flags', topics: ['territory'] },
    <div class="stack">
      <p>{t(lang, 'contacts.lead')}</p>
      {missing > 0 ? (
        <Notice lang={lang} kind="warning" title={t(lang, 'contacts.missing', { n: missing })}>
          <p>{t(lang, 'contacts.how')}</p>
        </Notice>
      ) : (
        <Notice lang={lang} kind="success" title={t(lang, 'contacts.all')} />
      )}
      <Filters lang={lang} action={ctx.href('/discharge-contacts')}>
        <TextField
          lang={lang}
          name="q"
          type="search"
          label={t(lang, 'contacts.filter')}
          value={typed}
          maxLength={80}
          quiet
        />
      </Filters>
      <Table
        lang={lang}
        caption={t(lang, 'contacts.title')}
        captionHidden
        dense
        rows={rows}
        rowKey={(row) => row.municipality}
        empty={t(lang, 'contacts.empty')}
        columns={[
          {
            key: 'municipality',
            label: t(lang, 'contacts.municipality'),
            cell: (row) => row.name,
          },
          { key: 'region', label: t(lang, 'contacts.region'), cell: (row) => row.regionName },
          {
            key: 'contact',
            label: t(lang, 'contacts.contact'),
            cell: (row) =>
              row.contact ? (
                <ContactLine contact={row.contact} />
              ) : (
                <StatusTag lang={lang} value="closed" label={t(lang, 'contacts.none')} />
              ),
          },
          {
            key: 'deputies',
            label: t(lang, 'contacts.deputy'),
            cell: (row) =>
              row.deputies.map((deputy) => (
                <div key={deputy.id}>
                  <ContactLine contact={deputy} />
                </div>
              )),
          },
        ]}
      />
    </div>,
  )
}

export const contactsPageRoute: Route = route({
  method: 'GET',
  path: '/discharge-contacts',
  permission: careWorkers,
  kind: 'page',
  summary: 'Whom each municipality has appointed for discharge',
  query: z.object({ q: z.string().max(80).default('') }),
  handler: async (ctx) => {
    const all = await read(ctx.space, ctx.actor, (tx) =>
      dischargeContacts(tx, localDate(ctx.now.getTime())),
    )
    return page(contactsPage(ctx, all, ctx.query.q))
  },
})
