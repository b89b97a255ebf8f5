import type { EveningKit, EventOf, Money } from '@bistro/events'
import type { View } from '@bistro/kit'

/** An evening's menu and prices. */
export type EveningRow = {
  readonly eveningId: string
  /** RFC 3339. */
  readonly date: string
  readonly pricePerSeat: Money
  readonly depositPercent: number
  readonly kits: readonly EveningKit[]
}

export const evenings: View<EveningRow, EventOf<'EveningOpened'>> = {
  name: 'evenings',
  source: 'replicated',
  key: 'eveningId',
  on: {
    EveningOpened: {
      key: (event) => event.eveningId,
      row: (_, { eveningId, date, pricePerSeat, depositPercent, kits }) => ({
        eveningId,
        date,
        pricePerSeat,
        depositPercent,
        kits,
      }),
    },
  },
}
