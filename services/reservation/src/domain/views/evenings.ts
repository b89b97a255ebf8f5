import type { EveningOpened, EventOf } from '@bistro/events'
import type { View } from '@bistro/kit'

export type EveningRow = Pick<EveningOpened, keyof EveningOpened>

/** The evenings on sale, as they were opened. */
export const evenings: View<EveningRow, EventOf<'EveningOpened'>> = {
  name: 'evenings',
  source: 'own',
  key: 'eveningId',
  on: { EveningOpened: { key: ({ eveningId }) => eveningId, row: (_, opened) => ({ ...opened }) } },
}
