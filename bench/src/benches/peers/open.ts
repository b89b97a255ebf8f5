import { SERVICES } from '@bistro/client'
import type { Open, Subject } from '../../harness/bench.ts'
import { catalogVersions } from '../../harness/catalog.ts'
import type { Crowd, Pace } from '../../load/protocol.ts'
import { openEnvironment } from '../../peers/environment.ts'
import { killed } from '../../peers/killed.ts'
import { measure, windowOf } from '../../peers/measure.ts'
import { Schedule } from '../../peers/schedule.ts'
import { type Design, DURABLE, NAIVE, SAGA, TWO_PHASE } from '../../peers/subjects.ts'
import { violationsIn } from '../../product/audited.ts'
import { atOneEvening, byTurns } from '../../product/guests.ts'
import { serverVersions } from '../../product/versions.ts'

const GUESTS = 1_000
const SMOKE_GUESTS = 40
const HOT_GUESTS = 100
/** With more sagas under way, they only wait for each other's rows. */
const HOT_TWO_PHASE_WINDOW = 16
const LIGHT_PER_SECOND = 20
/** As many as phase one and phase two may have open at the same time, and some. */
const MAY_PREPARE = ['-c', 'max_prepared_transactions=64']

export const open: Open = async ({ length: { seconds, warmUpSeconds }, isSmoke, isPaused, subjects }) => {
  const flags = Object.fromEntries(SERVICES.map((service) => [`postgres-${service}`, MAY_PREPARE]))
  const environment = await openEnvironment(flags, isSmoke ? SMOKE_GUESTS : GUESTS, isSmoke)
  const { product, guests } = environment
  const uniform = byTurns(guests)
  const hot = atOneEvening(guests.slice(0, HOT_GUESTS))
  const schedule = new Schedule(environment, warmUpSeconds)
  const loaded = (
    name: string,
    design: Design,
    crowd: Crowd,
    pace: Pace = { window: windowOf(design, environment) },
  ): Subject => ({
    name,
    run: async () => measure(environment, design, await schedule.to(design), { crowds: [crowd], pace, seconds }),
  })
  const killing = (design: Design): Subject => ({
    name: `${design.name}-killed`,
    run: async () => killed(environment, design, await schedule.to(design), hot, isPaused),
  })
  const light = { perSecond: LIGHT_PER_SECOND }
  // A broker that has just started needs more than any subject's own warm-up.
  if (subjects.some((name) => name.startsWith('saga') || name.startsWith('naive'))) await schedule.to(SAGA)
  return {
    subjects: [
      loaded('saga', SAGA, uniform),
      loaded('saga-hot', SAGA, hot),
      loaded('saga-20', SAGA, uniform, light),
      killing(SAGA),
      loaded('two-phase', TWO_PHASE, uniform),
      loaded('two-phase-hot', TWO_PHASE, hot, { window: HOT_TWO_PHASE_WINDOW }),
      loaded('two-phase-20', TWO_PHASE, uniform, light),
      killing(TWO_PHASE),
      loaded('durable', DURABLE, uniform),
      loaded('durable-20', DURABLE, uniform, light),
      loaded('naive', NAIVE, uniform),
      loaded('naive-20', NAIVE, uniform, light),
    ],
    versions: { ...(await serverVersions(product.manifest)), ...catalogVersions('@dbos-inc/dbos-sdk') },
    audit: async () => {
      await schedule.to(SAGA)
      return violationsIn(product)
    },
    close: async () => {
      await schedule.end()
      await environment.close()
    },
  }
}
