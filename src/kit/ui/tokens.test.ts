import { describe, expect, it } from 'vitest'
import { dark, graphicPairs, light, textPairs, tokensCss } from './tokens.ts'

const channel = (value: number): number => {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}
const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) =>
    channel(Number.parseInt(hex.slice(at, at + 2), 16)),
  )
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: string, b: string): number => {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('colours, %s', (_, theme) => {
  it.each(textPairs)('%s reads on %s (4.5:1)', (text, ground) => {
    expect(contrast(theme[text], theme[ground])).toBeGreaterThanOrEqual(4.5)
  })
  it.each(graphicPairs)('%s stands out from %s (3:1)', (graphic, ground) => {
    expect(contrast(theme[graphic], theme[ground])).toBeGreaterThanOrEqual(3)
  })
})

describe('the sheet of tokens', () => {
  it('names every colour in both themes and leaves paper light', () => {
    const css = tokensCss()
    for (const name of Object.keys(light)) expect(css.split(`--${name}:`)).toHaveLength(3)
    expect(css).toContain('@media screen and (prefers-color-scheme:dark)')
  })
})
