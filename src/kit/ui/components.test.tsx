import { renderToString } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import {
  Button,
  CapacityBar,
  Checkboxes,
  DateTimeField,
  ErrorSummary,
  Form,
  Gallery,
  Lanes,
  Link,
  NumberStepper,
  PublicPage,
  QrCode,
  Radios,
  renderDocument,
  Select,
  Sparkline,
  StaffPage,
  StaleMark,
  StatusBar,
  StatusTag,
  Table,
  TextArea,
  TextField,
  TileMap,
  TimeControl,
  TimeStamp,
} from './index.ts'

const now = new Date('2020-03-24T20:00:00Z')
const assets = { url: (name: string) => `/assets/${name}` }
const href = (path: string) => `/s/march-2020${path}`
const evil = '"><script>alert(1)</script>'
const badLink = 'javascript:alert(1)'

const gallery = (layout: 'staff' | 'public', lang: 'da' | 'en' = 'da') =>
  renderDocument(<Gallery lang={lang} assets={assets} href={href} now={now} layout={layout} />)

describe('pages', () => {
  it('begin with the doctype and name their language', () => {
    expect(gallery('public')).toMatch(/^<!doctype html><html lang="da">/)
    expect(gallery('staff', 'en')).toContain('<html lang="en">')
  })
  it('for everybody load no script and have a way out, a skip link and an accessibility statement', () => {
    const html = gallery('public')
    expect(html).not.toContain('<script')
    expect(html).toMatch(
      /<a class="leave" href="https:[^>]+rel="noreferrer nofollow"[^>]+accesskey="x"/,
    )
    expect(html.indexOf('class="skip"')).toBeLessThan(html.indexOf('class="leave"'))
    expect(html).toContain('href="/s/march-2020/accessibility"')
  })
  it('for staff keep fresh by their topics, and stand still without', () => {
    const page = (topics?: string[]) =>
      renderDocument(
        <StaffPage
          lang="da"
          title="Situation"
          href={href}
          assets={assets}
          topics={topics}
          now={now}
        />,
      )
    const html = page(['situation', 'services'])
    expect(html).toContain('<meta name="turbo-refresh-method" content="morph"/>')
    expect(html).toContain('<meta name="vaern-topics" content="situation,services"/>')
    expect(html).toContain('<meta name="vaern-live" content="/s/march-2020/api/v1/live"/>')
    expect(html).toContain('<meta name="vaern-now" content="2020-03-24T20:00:00.000Z"/>')
    expect(page()).not.toContain('vaern-live"')
  })
  it('say in which world they are', () => {
    const html = renderDocument(
      <PublicPage
        lang="da"
        title="x"
        href={href}
        assets={assets}
        leaveHref="https://example.org"
        banner={{ kind: 'exercise', text: 'intet herfra er virkeligt' }}
      />,
    )
    expect(html).toContain('Øvelse: intet herfra er virkeligt')
  })
  it('carry no inline style, no inline script and no handler', () => {
    for (const layout of ['staff', 'public'] as const) {
      const html = gallery(layout)
      expect(html).not.toMatch(/\sstyle=/)
      expect(html).not.toMatch(/\son\w+=/)
      expect(html).not.toMatch(/<script(?![^>]+src=)/)
    }
  })
  it('use each id once', () => {
    const ids = [...gallery('staff').matchAll(/\sid="([^"]+)"/g)].map((hit) => hit[1])
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('text from outside', () => {
  const field = { lang: 'da' as const, name: 'x', label: evil, hint: evil, errors: { x: evil } }
  const options = [{ value: evil, label: evil, hint: evil }]
  const all = {
    page: (
      <StaffPage
        lang="da"
        title={evil}
        href={href}
        assets={assets}
        nav={[{ label: evil, href: evil }]}
        user={{ label: evil, logoutHref: evil }}
        banner={{ kind: 'case', text: evil }}
        topics={[evil]}
      />
    ),
    text: <TextField {...field} value={evil} suggestions={[evil]} />,
    area: <TextArea {...field} value={evil} />,
    select: <Select {...field} value={evil} options={options} />,
    radios: <Radios {...field} value={evil} options={options} />,
    boxes: <Checkboxes {...field} values={[evil]} options={options} />,
    stepper: <NumberStepper {...field} value={evil} />,
    moment: <DateTimeField {...field} value={evil} />,
    errors: <ErrorSummary lang="da" errors={{ [evil]: evil }} general={evil} />,
    form: <Form action={evil} hidden={{ [evil]: evil }} label={evil} />,
    tag: <StatusTag lang="da" value="open" label={evil} />,
    table: (
      <Table
        lang="da"
        caption={evil}
        rows={[evil]}
        rowKey={(row) => row}
        empty={evil}
        columns={[{ key: 'a', label: evil, cell: (row) => row, sortHref: evil }]}
      />
    ),
    lanes: (
      <Lanes
        lang="da"
        lanes={[{ id: 'a', label: evil }]}
        entries={[{ id: '1', lane: 'a', date: '2020-03-12', text: evil, issuer: evil, href: evil }]}
        from="2020-03-06"
        to="2020-03-31"
      />
    ),
    tiles: (
      <TileMap
        lang="da"
        id="m"
        title={evil}
        values={{ '0101': { tone: 'open', label: evil, mark: evil } }}
        legend={[{ tone: 'open', label: evil }]}
        hrefFor={() => evil}
      />
    ),
    spark: <Sparkline lang="da" label={evil} values={[1, null, 2]} />,
  }
  it.each(Object.entries(all))('is only ever text: %s', (_, vnode) => {
    const html = renderToString(vnode)
    expect(html).not.toContain('<script>')
    expect(html).toContain('&lt;script')
  })
  it('gives no link that runs', () => {
    const html = [
      <Button href={badLink}>a</Button>,
      <Button formAction={badLink}>a</Button>,
      <Link href={badLink}>a</Link>,
      <Form action={badLink} />,
      <QrCode lang="da" url={badLink} />,
      <StaffPage
        lang="da"
        title="x"
        href={() => badLink}
        assets={assets}
        nav={[{ label: 'x', href: badLink }]}
        user={{ label: 'x', href: badLink, logoutHref: badLink }}
        langHref={badLink}
        topics={['x']}
      />,
    ]
      .map((vnode) => renderToString(vnode))
      .join('')
    expect(html).not.toContain('javascript:')
  })
})

describe('forms', () => {
  it('show an error beside its field, in the summary, and keep what was typed', () => {
    const errors = { places: 'Skriv et helt tal' }
    const html = renderToString(
      <Form action="/x">
        <ErrorSummary lang="da" errors={errors} />
        <TextField lang="da" name="places" label="Pladser" value="tolv" errors={errors} />
      </Form>,
    )
    expect(html).toContain('<a href="#f-places">Skriv et helt tal</a>')
    expect(html).toContain('aria-invalid="true"')
    expect(html).toContain('aria-describedby="f-places-error"')
    expect(html).toContain('value="tolv"')
  })
  it('step by real submit buttons, so that no script is needed', () => {
    const html = renderToString(<NumberStepper lang="da" name="free" label="Ledige" value={3} />)
    expect(html).toMatch(
      /type="submit" name="free.step" value="less"[^>]*aria-label="Ledige: én mindre"/,
    )
    expect(html).toMatch(/type="submit" name="free.step" value="more"/)
    expect(html).toContain('value="3"')
  })
  it('keep a refused moment as it was typed, and show a stored one by the Danish clock', () => {
    const field = { lang: 'da' as const, name: 'at', label: 'Tid' }
    expect(renderToString(<DateTimeField {...field} value="2020-03-29T02:30" />)).toContain(
      'value="2020-03-29T02:30"',
    )
    expect(renderToString(<DateTimeField {...field} value={now} />)).toContain(
      'value="2020-03-24T21:00"',
    )
  })
})

describe('what is known and what is not', () => {
  it('CAP-01 unknown free places are hatched and said, never shown as none', () => {
    const html = renderToString(<CapacityBar lang="da" total={50} free={null} />)
    expect(html).toContain('Ledige: ukendt. 50 pladser i alt')
    expect(html).toContain('capacity__unknown')
    expect(html).not.toContain('fill-accent')
    expect(renderToString(<CapacityBar lang="da" total={50} free={0} />)).toContain(
      '0 ledige af 50',
    )
  })
  it('a status is a shape and a word besides a colour', () => {
    for (const value of ['open', 'limited', 'closed', 'unknown'] as const) {
      expect(renderToString(<StatusTag lang="en" value={value} />)).toMatch(
        /<svg class="shape".*<\/svg>\w+/,
      )
    }
  })
  it('a stale report says since when, and one that never came says so', () => {
    expect(renderToString(<StaleMark lang="da" at="2020-03-16T08:00:00Z" now={now} />)).toContain(
      'Ikke meldt siden 16. marts kl. 9.00',
    )
    expect(renderToString(<StaleMark lang="da" at={null} now={now} />)).toContain('Aldrig meldt')
  })
  it('a municipality nobody told about is unknown on the map and in the table', () => {
    const html = renderToString(
      <TileMap lang="da" id="m" title="x" values={{}} legend={[{ tone: 'open', label: 'Åben' }]} />,
    )
    expect(html.match(/class="tile tile--unknown"/g)).toHaveLength(99)
    expect(html).toContain('Ukendt (98)')
  })
  it('counts of services are said in words beside the bar', () => {
    const counts = { open: 13, limited: 6, closed: 5, unknown: 13 }
    const html = renderToString(<StatusBar lang="da" id="b" counts={counts} />)
    for (const text of ['13 åbne', '6 begrænset', '5 lukket', '13 ukendt'])
      expect(html).toContain(text)
  })
  it('a time carries the moment for machines and its age for people', () => {
    const html = renderToString(<TimeStamp lang="da" at="2020-03-24T19:48:00Z" now={now} />)
    expect(html).toContain('datetime="2020-03-24T19:48:00.000Z"')
    expect(html).toContain('for 12 minutter siden')
    expect(html).toContain('data-age')
  })
})

describe('time control', () => {
  const render = (at: Date | null) =>
    renderToString(
      <TimeControl
        lang="da"
        at={at}
        now={now}
        action="/situation"
        hidden={{ area: '0101' }}
        hrefAt={(moment) => (moment ? `/situation?at=${moment.toISOString()}` : '/situation')}
        range={{ from: '2020-03-06', to: '2020-03-31' }}
      />,
    )
  it('winds by links and a GET form, and keeps the other choices', () => {
    const html = render(new Date('2020-03-24T11:00:00Z'))
    expect(html).toContain('method="get"')
    expect(html).toContain('<input type="hidden" name="area" value="0101"/>')
    expect(html).toContain('href="/situation?at=2020-03-23T11:00:00.000Z"')
    expect(html).toContain('tirsdag 24. marts 2020 kl. 12.00')
    expect(html.match(/<li[^>]*><a href="[^"]*" aria-label="\d+\. marts 2020"/g)).toHaveLength(26)
  })
  it('says when the present is shown', () => {
    expect(render(null)).toContain('Nu: siden følger med')
  })
})

describe('lists', () => {
  it('that are empty say what to do', () => {
    const html = renderToString(
      <Table
        lang="da"
        caption="x"
        rows={[]}
        rowKey={() => ''}
        columns={[]}
        empty="Opret det første sted"
      />,
    )
    expect(html).toContain('Opret det første sted')
    expect(html).not.toContain('<table')
  })
  it('SUR-08 a week in the timeline is called a week in the list and the table', () => {
    const html = renderToString(
      <Lanes
        lang="da"
        lanes={[{ id: 'a', label: 'København' }]}
        entries={[{ id: '1', lane: 'a', week: '2020-W13', text: 'mobil test' }]}
        from="2020-03-06"
        to="2020-03-31"
      />,
    )
    expect(html.match(/uge 13, 2020/g)?.length).toBeGreaterThanOrEqual(3)
    expect(html).not.toContain('23. marts')
  })
})
