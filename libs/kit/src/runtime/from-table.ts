import type { Sender } from './sender.ts'
import { type Store, StoreUnavailable } from './store.ts'
import { WAL_MARK } from './wal.ts'

const PAGE_EVENTS = 500

/**
 * Publishes all events after the mark of the write-ahead log, page by page, and moves the mark.
 * @returns how many were read
 */
export async function publishFromTable(
  store: Pick<Store, 'publishFurther'>,
  sender: Pick<Sender, 'send'>,
  isStopped: () => boolean = () => false,
): Promise<number> {
  for (let total = 0; ; ) {
    const passed = await store.publishFurther(WAL_MARK, PAGE_EVENTS, (events) => sender.send(events))
    if (passed === undefined) throw new StoreUnavailable('another process publishes from the table')
    total += passed
    if (passed < PAGE_EVENTS) return total
    if (isStopped()) throw new StoreUnavailable('stopped while publishing from the table')
  }
}
