import { describe, expect, it } from 'vitest'
import { tileColumns, tileGrid, tileRows } from './tile-grid.ts'

const at = (code: string) => {
  const tile = tileGrid.find((each) => each.code === code)
  if (!tile) throw new Error(`no tile for ${code}`)
  return tile
}

describe('the tile grid', () => {
  it('has all 98 municipalities exactly once', () => {
    expect(tileGrid).toHaveLength(98)
    expect(new Set(tileGrid.map((tile) => tile.code)).size).toBe(98)
    expect(tileGrid.every((tile) => /^0[1-8]\d\d$/.test(tile.code))).toBe(true)
  })
  it('gives every municipality a place and letters of its own', () => {
    expect(new Set(tileGrid.map((tile) => `${tile.column}/${tile.row}`)).size).toBe(98)
    expect(new Set(tileGrid.map((tile) => tile.short)).size).toBe(98)
    expect(tileGrid.every((tile) => tile.column < tileColumns && tile.row < tileRows)).toBe(true)
  })
  it('lies roughly as Denmark does', () => {
    expect(at('0860').row).toBeLessThan(at('0751').row)
    expect(at('0751').row).toBeLessThan(at('0540').row)
    expect(at('0561').column).toBeLessThan(at('0461').column)
    expect(at('0461').column).toBeLessThan(at('0101').column)
    expect(at('0360').row).toBeGreaterThan(at('0101').row)
  })
})
