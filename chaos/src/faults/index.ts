import type { Begin } from '../world.ts'
import { databases } from './databases.ts'
import { kafka } from './kafka.ts'
import { kills } from './kills.ts'
import { clock, network, registry } from './outside.ts'
import { pauses } from './pauses.ts'
import { records } from './records.ts'

/** By the names of the catalog. */
export const faults: Readonly<Record<string, Begin>> = {
  ...kills,
  ...pauses,
  ...databases,
  ...kafka,
  ...clock,
  ...registry,
  ...network,
  ...records,
}
