import type { Wal } from '../runtime/wal.ts'
import type { Faulty } from './faulty.ts'

/** The write-ahead log, of which a process without that net confirms what it has not sent yet. */
export const faultyWal = (wal: Wal, { nets }: Pick<Faulty, 'nets'>): Wal => ({
  ...wal,
  read: (hand) => {
    const reading = wal.read((entry) => {
      if (!nets.markAfterSend) reading.confirm([entry.id])
      hand(entry)
    })
    return reading
  },
})
