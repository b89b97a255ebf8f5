import { freeze, lockFaults, readEvents, unfrozen } from '@bistro/events/contract'
import { madeOf } from '@bistro/kit/testing'
import { examples } from './promises.ts'

/** Gives every version in force its fixture, made by its service; or says which have none, and which were touched. */
export function keepFixtures(isCheck: boolean): string[] {
  const events = readEvents()
  if (!isCheck) freeze(events, Object.assign({}, ...Object.values(examples).map(madeOf)))
  const missing = unfrozen(events).map(
    ({ owner, type, versions }) => `${owner}: ${type} v${versions.length} has no fixture. Type: npm run generate`,
  )
  return [...missing, ...lockFaults().map(({ text }) => text)]
}
