/**
 * The one door that every URL on a page goes through. Allows `http(s):`, `mailto:`, `tel:` and
 * addresses on our own site; anything else (`javascript:`, `data:`, `//other.host`, control
 * characters that browsers drop) gives `undefined`, so that the attribute is left out and the
 * text stands there without a link.
 */
export const safeUrl = (url: string | null | undefined): string | undefined => {
  const text = url?.trim()
  if (!text || forbidden(text)) return undefined
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase()
  if (scheme === undefined) return schemeless(text)
  if (scheme === 'mailto' || scheme === 'tel') return text
  if (scheme !== 'http' && scheme !== 'https') return undefined
  return URL.canParse(text) ? text : undefined
}

/** Backslashes and control characters are read by browsers as something else than they look. */
const forbidden = (text: string): boolean => {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code <= 0x1f || code === 0x7f || code === backslash) return true
  }
  return false
}
const backslash = 0x5c

const schemeless = (text: string): string | undefined => {
  if (text.startsWith('//')) return undefined
  const firstSegment = text.split(/[/?#]/, 1)[0] ?? ''
  return firstSegment.includes(':') ? undefined : text
}

/** A `tel:` address from a number as people write it: `00 00 00 01` becomes `tel:00000001`. */
export const telUrl = (phone: string): string | undefined => {
  const digits = phone.replace(/[\s().-]/g, '')
  return /^\+?\d{3,15}$/.test(digits) ? `tel:${digits}` : undefined
}
