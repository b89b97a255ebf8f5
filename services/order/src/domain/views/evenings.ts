import type { EveningKit, Money } from '@bistro/events'
import type { View } from '@bistro/kit'
import type { Consumed } from '../consumes.ts'

/** An evening's menu and prices. */
export type EveningRow = {
  readonly eveningId: string
  /** RFC 3339. */
  readonly date: string
  readonly pricePerSeat: Money
  readonly depositPercent: number
  readonly kits: readonly EveningKit[]
}

export const evenings: View<EveningRow, Consumed<'EveningOpened'>> = {
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
