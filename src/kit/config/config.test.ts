import { describe, expect, it } from 'vitest'
import { readConfig } from './index.ts'

describe('the configuration', () => {
  it('has a working default for everything', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: 'localhost',
      demo: true,
      databaseUrl: null,
    })
    expect(readConfig({ DATABASE_URL: 'postgresql://u@h/d' }).demo).toBe(false)
    expect(readConfig({ DATABASE_URL: 'postgresql://u@h/d', VAERN_DEMO: '1' }).demo).toBe(true)
    expect(readConfig({ PORT: '', VAERN_DEMO: '0' })).toMatchObject({ port: 3000, demo: false })
  })

  it('names every wrong variable and never repeats an address with a password', () => {
    const wrong = { PORT: '99999', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://user:hunter2@host/db' }
    expect(() => readConfig(wrong)).toThrow(/PORT[\s\S]*LOG_LEVEL|DATABASE_URL/)
    try {
      readConfig(wrong)
    } catch (error) {
      expect(String((error as Error).message)).not.toContain('hunter2')
    }
  })

  it('asks for the public address where mail leaves this machine', () => {
    const mail = { VAERN_SMTP_URL: 'smtp://mail.example' }
    expect(readConfig(mail).smtpUrl).toBe('smtp://mail.example')
    expect(() => readConfig({ ...mail, HOST: '0.0.0.0' })).toThrow(/VAERN_BASE_URL/)
    expect(
      readConfig({ ...mail, HOST: '0.0.0.0', VAERN_BASE_URL: 'https://vaern.example/' }).baseUrl,
    ).toBe('https://vaern.example')
  })
})
