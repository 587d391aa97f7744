/** Every component on one page (`/ui`, outside production), with sample data that says it is one. */
import type { ComponentChildren, VNode } from 'preact'
import { CapacityBar } from './capacity.tsx'
import { TextField } from './fields.tsx'
import { Button } from './form.tsx'
import { GalleryForms } from './gallery-forms.tsx'
import { PublicSample } from './gallery-public.tsx'
import { before, type GalleryProps, sampleServices, say } from './gallery-sample.ts'
import { SituationSample } from './gallery-situation.tsx'
import { Notice, Tabs } from './notice.tsx'
import { Panel } from './panel.tsx'
import { PublicPage } from './public-page.tsx'
import { QrCode } from './qr-code.tsx'
import { StaffPage } from './staff-page.tsx'
import { StaleMark, StatusTag, statusValues, Tag } from './status.tsx'
import { Filters, Pager, Table } from './table.tsx'
import { TimeStamp } from './time-stamp.tsx'

export const Gallery = (props: GalleryProps): VNode => {
  const { lang, assets, href } = props
  const title = say(lang, 'Komponenter', 'Components')
  const other = lang === 'da' ? 'en' : 'da'
  const page = {
    lang,
    title,
    href,
    assets,
    langHref: href(`/ui?lang=${other}${props.layout === 'public' ? '&layout=public' : ''}`),
    banner: {
      kind: 'demo' as const,
      text: say(lang, 'alle data her er opdigtede.', 'all data here are invented.'),
    },
  }
  if (props.layout === 'public') {
    return (
      <PublicPage {...page} leaveHref="https://www.dr.dk/vejret">
        <PublicSample lang={lang} now={props.now} />
      </PublicPage>
    )
  }
  return (
    <StaffPage
      {...page}
      now={props.now}
      user={{
        label: say(
          lang,
          'Krisekoordinator · Eksempelkommune',
          'Crisis coordinator · Sample municipality',
        ),
        logoutHref: href('/logout'),
      }}
      nav={[
        { label: say(lang, 'Komponenter', 'Components'), href: href('/ui'), current: true },
        { label: say(lang, 'For alle', 'For everybody'), href: href('/ui?layout=public') },
      ]}
      actions={<Button kind="secondary">{say(lang, 'En handling', 'An action')}</Button>}
    >
      <div class="stack">
        <SituationSample {...props} />
        <ListSample {...props} />
        <GalleryForms {...props} />
        <SmallThings {...props} />
      </div>
    </StaffPage>
  )
}

const ListSample = ({ lang, now, href }: GalleryProps): VNode => (
  <Panel title={say(lang, 'Lister', 'Lists')}>
    <div class="stack">
      <Tabs
        lang={lang}
        items={[
          { label: say(lang, 'Alle', 'All'), href: href('/ui'), current: true },
          { label: say(lang, 'Forældede', 'Stale'), href: href('/ui?stale=1') },
        ]}
      />
      <Filters lang={lang} action={href('/ui')} clearHref={href('/ui')}>
        <TextField lang={lang} name="q" label={say(lang, 'Søg', 'Search')} type="search" quiet />
      </Filters>
      <Table
        lang={lang}
        caption={say(lang, 'Tilbud og deres pladser', 'Services and their places')}
        rows={sampleServices}
        rowKey={(row) => row.id}
        empty=""
        columns={[
          {
            key: 'name',
            label: say(lang, 'Navn', 'Name'),
            cell: (row) => <a href={href(`/ui?id=${row.id}`)}>{row.name}</a>,
            sortHref: href('/ui?sort=name'),
            sorted: 'ascending',
          },
          {
            key: 'status',
            label: 'Status',
            cell: (row) => <StatusTag lang={lang} value={row.status} />,
          },
          {
            key: 'places',
            label: say(lang, 'Pladser', 'Places'),
            cell: (row) => <CapacityBar lang={lang} total={row.total} free={row.free} />,
          },
          {
            key: 'at',
            label: say(lang, 'Meldt', 'Reported'),
            cell: (row) =>
              row.minutes !== null && row.minutes < 720 ? (
                <TimeStamp lang={lang} at={before(now, row.minutes)} now={now} />
              ) : (
                <StaleMark
                  lang={lang}
                  at={row.minutes === null ? null : before(now, row.minutes)}
                  now={now}
                />
              ),
          },
        ]}
      />
      <Pager lang={lang} shown={4} total={1204} nextHref={href('/ui?cursor=x')} />
      <Table
        lang={lang}
        caption={say(lang, 'Tom liste', 'Empty list')}
        rows={[]}
        rowKey={() => ''}
        columns={[]}
        empty={
          <p>
            {say(lang, 'Ingen tilbud passer til filtrene. ', 'No services match the filters. ')}
            <a href={href('/ui')}>{say(lang, 'Nulstil filtrene', 'Reset the filters')}</a>
          </p>
        }
      />
    </div>
  </Panel>
)

const SmallThings = ({ lang }: GalleryProps): VNode => (
  <Panel title={say(lang, 'Beskeder og mærker', 'Messages and tags')}>
    <div class="stack">
      <Row>
        {statusValues.map((value) => (
          <StatusTag key={value} lang={lang} value={value} />
        ))}
        <Tag>{say(lang, 'rekonstrueret', 'reconstructed')}</Tag>
        <Tag tone="info">{say(lang, 'oprettet i dag', 'opened today')}</Tag>
      </Row>
      {(['info', 'success', 'warning', 'error'] as const).map((kind) => (
        <Notice key={kind} lang={lang} kind={kind}>
          <p>{say(lang, 'Eksempel på en besked. ', 'A sample message. ')}</p>
        </Notice>
      ))}
      <QrCode lang={lang} url="https://vaern.example/?need=overnight" />
    </div>
  </Panel>
)

const Row = ({ children }: { children?: ComponentChildren }): VNode => (
  <div class="row">{children}</div>
)
