import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { looksLikeDuplicate, searchKey, searchMatches } from './search.ts'

const finds = (text: string, query: string) => searchMatches(searchKey(text), query)

describe('search', () => {
  it('DIR-06 Danish letters, accents, case and signs do not matter', () => {
    expect(searchKey('Mændenes Hjem')).toBe('maendenes hjem')
    expect(searchKey('  Røde Kors’ Café, Ålborg! ')).toBe('roede kors cafe aalborg')
    expect(finds('Mændenes Hjem', 'maendenes hjem')).toBe(true)
    expect(finds('Natcafé Fyrtårnet', 'FYRTAARNET')).toBe(true)
    expect(finds('Aalborg', 'Ålborg')).toBe(true)
    expect(finds('Omsorgscenter Pit Stop', 'pitstop')).toBe(true)
    expect(finds('Omsorgscenter Pitstop', 'Pit-Stop')).toBe(true)
  })

  it('DIR-06 a misspelt word still finds the service', () => {
    expect(finds('Tirsdagsklinikken', 'tirsdagsklinniken')).toBe(true)
    expect(finds('Mændenes Hjem', 'mandenes hjem')).toBe(true)
    expect(finds('Sundhedsklinikken på Torvet', 'sundhetsklinik')).toBe(true)
    expect(finds('Herberg Havnen', 'herbreg')).toBe(true)
  })

  it('DIR-06 Cyrillic and Greek look-alike letters still find the service', () => {
    expect(finds('Mændenes Hjem', 'Нjem')).toBe(true)
    expect(finds('Omsorgscenter Pit Stop', 'Рit Ѕtор')).toBe(true)
    expect(finds('Natcafé Fyrtårnet', 'Νаtсаfé')).toBe(true)
  })

  it('does not find everything', () => {
    expect(finds('Mændenes Hjem', 'kvindehjem')).toBe(false)
    expect(finds('Herberg Havnen', 'krisecenter')).toBe(false)
    expect(finds('Natcafé 1', 'natcafé 2')).toBe(false)
    expect(finds('Mændenes Hjem', '')).toBe(true)
  })

  it('DIR-06 every text is found by itself and by each of its words, and a key is its own key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const key = searchKey(text)
        expect(searchMatches(key, text)).toBe(true)
        expect(searchKey(key)).toBe(key)
        for (const word of key.split(' ')) expect(searchMatches(key, word)).toBe(true)
      }),
    )
  })

  it('DIR-06 any one letter left out of a long word still finds it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{6,14}$/), fc.nat(), (word, n) => {
        const cutAt = n % word.length
        const typed = word.slice(0, cutAt) + word.slice(cutAt + 1)
        expect(finds(`Stedet ${word}`, typed)).toBe(true)
      }),
    )
  })
})

describe('duplicates', () => {
  it('DIR-01 warns of another spelling of the same service', () => {
    expect(looksLikeDuplicate('Pit Stop', 'Pitstop')).toBe(true)
    expect(looksLikeDuplicate('Omsorgscenter Pit Stop', 'omsorgscenter PITSTOP')).toBe(true)
    expect(looksLikeDuplicate('Natcafé Fyrtårnet', 'Fyrtårnet natcafe')).toBe(true)
    expect(looksLikeDuplicate('Tirsdagsklinikken', 'Tirsdagskliniken')).toBe(true)
  })

  it('DIR-01 does not warn of two services', () => {
    expect(looksLikeDuplicate('Natcafé 1', 'Natcafé 2')).toBe(false)
    expect(looksLikeDuplicate('Herberg Nord', 'Herberg Havnen')).toBe(false)
    expect(looksLikeDuplicate('', '')).toBe(false)
  })
})
