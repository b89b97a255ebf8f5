import type { Lab } from '@bistro/workshop'
import { retryAll } from './retry.ts'
import { verify } from './verify.ts'

const SHIPPED = 'An order for the first of a month gets its parcel'

export const lab: Lab = {
  number: 8,
  title: 'Poison',
  minutes: 25,
  page: '/attention',
  needs: 'stack',
  settings: { BISTRO_CARRIER_DISPATCH_MS: '1500', BISTRO_CARRIER_DELIVER_MS: '0' },
  hints: [
    'Run `npm run lab -- verify` once, then open the page Attention. Which service cannot take which message, and what is the error? Compare the date in the message with the dates of the orders that go well.',
    'The policy for OrderConfirmed in services/shipping leads to `schedule` in domain/shipment/decide.ts, and from there to days.ts: what is the day before the first of a month? Mend that. Then the messages that are parked still wait for you: Retry, on the page Attention. Of one order, which of its two messages goes first?',
    'In services/shipping/src/domain/shipment/days.ts, count in milliseconds: with DAY_MS = 24 * 60 * 60 * 1_000, the day before is new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, DAY_LENGTH). Run `npm run lab -- verify`, which starts shipping again. Then Retry each message that is parked as poison; the message behind it follows by itself. Skip none.',
  ],
  atFirst: { what: SHIPPED, saw: /^no parcel: shipping has parked/ },
  wrongly: { what: 'The parcel is due the day before the evening', saw: /^due on \d{4}-\d\d-01$/ },
  solve: async (world) => {
    await retryAll(world)
    return {}
  },
  verify,
}
