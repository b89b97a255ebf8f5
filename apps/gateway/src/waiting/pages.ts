import type { ServiceName } from '@bistro/services'
import type { Services } from '../services.ts'

const PAGE = 100
/** So many pages of one list: 20,000 rows. What follows is not read. */
const MAX_PAGES = 200

interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string
}

/** A whole list of a service. @throws ServiceUnavailable */
export async function readAll<T>(
  services: Pick<Services, 'get'>,
  service: ServiceName,
  path: string,
  maxPages = MAX_PAGES,
): Promise<{ items: T[]; isCut: boolean }> {
  const items: T[] = []
  let after: string | undefined
  for (let page = 0; page < maxPages; page += 1) {
    const query = `${path.includes('?') ? '&' : '?'}limit=${PAGE}${after === undefined ? '' : `&after=${encodeURIComponent(after)}`}`
    const found = await services.get<Page<T>>(service, `${path}${query}`)
    items.push(...(found?.items ?? []))
    after = found?.next
    if (after === undefined) return { items, isCut: false }
  }
  return { items, isCut: true }
}
