import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { addTestMunicipality, addTestOrganisation } from '#slices/territory/index.ts'
import { addTestService, staffOf, testActor } from '../factory.ts'
import { listServices } from '../queries.ts'
import { type TestServer, testServer } from '../testing/server.ts'
import { template } from './columns.ts'
import { importServices } from './import.ts'
import { sayProblem } from './say.ts'

let server: TestServer
const editor = testActor('editor')
beforeAll(async () => {
  server = await testServer()
  await write(server.live, systemActor('test'), async (tx) => {
    await addTestMunicipality(tx)
    await addTestOrganisation(tx, { name: 'Opdigtet forening' })
    await addTestService(tx, { name: 'Opdigtet Pitstop' })
  })
})
afterAll(() => server.close())

const run = (csv: string, dryRun = true) => importServices(server.live, editor, csv, { dryRun })
const codes = async (csv: string) =>
  (await run(csv)).problems.map(({ line, column, code }) => [line, column, code])
const count = async () =>
  (await listServices(server.live.db, { municipalities: null, at: new Date(), limit: 200 }))
    .services.length

describe('services from a file', () => {
  it('DIR-01 the template is a file that can be read, in both languages', async () => {
    for (const lang of ['da', 'en'] as const) {
      expect(await run(template(lang))).toMatchObject({ ok: true, rows: 1, added: 0 })
    }
  })

  it('DIR-01 keeps everything, mapped from what it is called in Danish, with phone, languages and address', async () => {
    const csv =
      '\uFEFFNavn;Type;Organisation;Kommune;Sprog;Telefon;Adresse;Breddegrad;Længdegrad;Med hund\r\n' +
      '"Opdigtet ""Lygten""; nord";Værested;opdigtet FORENING;København;dansk|rumænsk;+45 00 00 00 07;Opdigtet Vej 3;55,68;12,54;ja\r\n'
    expect((await run(csv)).problems).toEqual([])
    const before = await count()
    expect(await run(csv, false)).toMatchObject({ ok: true, added: 1 })
    expect(await count()).toBe(before + 1)
    const { services } = await listServices(server.live.db, {
      municipalities: ['0101'],
      q: 'lygten',
      at: new Date(),
    })
    expect(services).toMatchObject([
      {
        kind: 'drop-in-centre',
        municipality: '0101',
        languages: ['da', 'ro'],
        phone: '00 00 00 07',
        address: 'Opdigtet Vej 3',
        lat: 55.68,
        eligibility: { dog: 'yes' },
      },
    ])
  })

  it('DIR-01 says row by row what is wrong, and keeps nothing when one row is', async () => {
    const csv = [
      'name,kind,organisation,municipality,phone,website,opening hours,languages',
      'Opdigtet A,Værested,Opdigtet forening,0101,,,,',
      'Opdigtet B,slot,Ukendt forening,Atlantis,12345,javascript:alert(1),Mo-Fr 25:00-26:00,klingonsk',
      '=HYPERLINK("http://x"),Værested,Opdigtet forening,0101,,,,',
      'Opdigtet Pit Stop,Værested,Opdigtet forening,0101,,,,',
      'Opdigtet  a,Værested,Opdigtet forening,0101,,,,',
      ',Værested,Opdigtet forening,0101,,,,',
      'Opdigtet C,Værested,Opdigtet forening',
    ].join('\n')
    const before = await count()
    const result = await run(csv, false)
    expect([result.ok, result.added, await count()]).toEqual([false, 0, before])
    expect(await codes(csv)).toEqual(
      expect.arrayContaining([
        [3, 'kind', 'services.import-unknown-word'],
        [3, 'organisation', 'services.import-unknown-organisation'],
        [3, 'municipality', 'services.import-unknown-municipality'],
        [3, 'languages', 'services.language-unknown'],
        [4, 'name', 'services.import-formula'],
        [5, 'name', 'services.import-known'],
        [6, 'name', 'services.import-twice'],
        [7, 'name', 'services.import-missing'],
        [8, null, 'services.import-cells'],
      ]),
    )
    for (const problem of result.problems) {
      expect(sayProblem('da', problem)).not.toContain('services.')
      expect(sayProblem('en', problem)).not.toMatch(/services\.|\{\w+\}/)
    }
  })

  it('HOT-01 DIR-11 refuses a wrong number, hours at 25:00 and a link that is no web address', async () => {
    const row = (phone: string, url: string, hours: string) =>
      `name,kind,organisation,phone,website,opening hours\nOpdigtet D,Værested,Opdigtet forening,${phone},${url},${hours}`
    expect(await codes(row('12345', '', ''))).toEqual([[2, 'phone', 'services.phone-invalid']])
    expect(await codes(row('', 'javascript:alert(1)', ''))).toEqual([
      [2, 'website', 'services.url-invalid'],
    ])
    expect(await codes(row('', '', 'Mo-Fr 25:00-26:00'))).toEqual([
      [2, 'opening hours', 'services.hours-past-24'],
    ])
    for (const cell of ['+1+cmd', '-2', '@x', '=1']) {
      expect(await codes(row(cell, '', ''))).toEqual([[2, 'phone', 'services.import-formula']])
    }
  })

  it('refuses a file that is none, is empty or too large', async () => {
    for (const [csv, code] of [
      ['', 'services.import-empty'],
      ['name;kind\n', 'services.import-empty'],
      ['name;kind\n"open;x', 'services.import-unreadable'],
      [`name\n${'x'.repeat(6_000_000)}`, 'services.import-too-large'],
      [`name\n${'x\n'.repeat(5_001)}`, 'services.import-too-many'],
      ['navn\n\uFFFD', 'services.import-not-utf8'],
    ] as const) {
      await expect(run(csv)).rejects.toMatchObject({ code, status: 422 })
    }
  })

  it('SEC-03 an editor of another area is told which rows are not theirs; staff may not import at all', async () => {
    const csv = 'name,kind,organisation,municipality\nOpdigtet E,Værested,Opdigtet forening,0101'
    const other = testActor('editor', { area: '0751', municipalities: ['0751'] })
    const result = await importServices(server.live, other, csv, { dryRun: false })
    expect(result).toMatchObject({
      ok: false,
      added: 0,
      problems: [{ line: 2, code: 'services.not-yours' }],
    })
    const staff = importServices(server.live, staffOf({ id: editor.id ?? '' }), csv, {
      dryRun: true,
    })
    await expect(staff).rejects.toMatchObject({ status: 403 })
  })

  it('the page shows a preview and adds on confirmation only', async () => {
    const csv = 'name,kind,organisation\nOpdigtet <b>Side</b>,Værested,Opdigtet forening'
    const before = await count()
    const boundary = 'xxBOUNDARYxx'
    const answer = await server.app.inject({
      method: 'POST',
      url: '/directory/import',
      headers: {
        ...server.as(editor),
        'accept-language': 'en',
        'content-type': `multipart/form-data; boundary=${boundary}`,
      },
      payload: `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n${csv}\r\n--${boundary}--\r\n`,
    })
    expect([answer.statusCode, await count()]).toEqual([202, before])
    expect(answer.body).toContain('Add 1 services')
    expect(answer.body).not.toContain('<b>Side')
    const done = await server.page('/directory/import/confirm', { actor: editor, form: { csv } })
    expect([done.status, done.to, await count()]).toEqual([303, '/directory?added=1', before + 1])
    expect((await server.page('/directory/import')).status).toBe(401)
  })
})
