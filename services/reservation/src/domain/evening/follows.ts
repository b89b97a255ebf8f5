import type { EventOf } from '@bistro/events'
import type { SeatsEvent } from '../seats/index.ts'

export const follows = ({ data }: EventOf<'EveningOpened'>): readonly SeatsEvent[] => [
  { type: 'SeatsOpened', data: { eveningId: data.eveningId, seats: data.seats } },
]
