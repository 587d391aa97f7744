import { launch } from 'chrome-launcher'
import lighthouse from 'lighthouse'

/** What Lighthouse (mobile) says of one page. Scores are 0 to 100, bytes as they come over the wire. */
export interface Visit {
  performance: number
  /** The lowest of accessibility, best practices and SEO. */
  others: number
  bytes: number
  scripts: number
  /** What cost points in the other categories. */
  failing: string[]
}

interface NetworkItem {
  transferSize?: number
  resourceType?: string
}

const categories = ['performance', 'accessibility', 'best-practices', 'seo']

/** Opens a page in a fresh browser. @throws Error where Lighthouse gives no result */
export const visit = async (chromePath: string, url: string): Promise<Visit> => {
  const chrome = await launch({
    chromePath,
    chromeFlags: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    logLevel: 'silent',
  })
  try {
    const run = await lighthouse(url, {
      port: chrome.port,
      onlyCategories: categories,
      logLevel: 'silent',
      output: 'json',
    })
    if (!run || run.lhr.runtimeError) throw new Error(run?.lhr.runtimeError?.message ?? 'No result')
    const { lhr } = run
    const score = (name: string): number => Math.round((lhr.categories[name]?.score ?? 0) * 100)
    const requests = lhr.audits['network-requests']?.details
    const items = requests?.type === 'table' ? (requests.items as unknown as NetworkItem[]) : []
    const failing = categories
      .slice(1)
      .flatMap((name) =>
        (lhr.categories[name]?.auditRefs ?? [])
          .filter(({ id, weight }) => weight > 0 && (lhr.audits[id]?.score ?? 1) < 1)
          .map(({ id }) => id),
      )
    return {
      performance: score('performance'),
      others: Math.min(...categories.slice(1).map(score)),
      bytes: items.reduce((sum, item) => sum + (item.transferSize ?? 0), 0),
      scripts: items.filter((item) => item.resourceType === 'Script').length,
      failing,
    }
  } finally {
    chrome.kill()
  }
}
