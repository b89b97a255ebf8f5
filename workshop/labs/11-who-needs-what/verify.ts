import { type Check, CouldNotCheck, inCopy, type World } from '@bistro/workshop'

export const KEPT = 'shipping keeps its side of the contract'
const STATED = 'shipping says that it needs the date'
const NAMED = 'The test run of order names shipping if the date goes'

const [EVENT, FIELD] = ['OrderConfirmed', 'eveningDate'] as const

export async function verify(world: World): Promise<readonly Check[]> {
  world.tell('Running the contract tests of shipping')
  const kept = await contractTests(world)
  if (!kept.isRight) return [kept]
  const { needs, faults } = await inCopy<Rehearsal>(world, REHEARSE, { event: EVENT, field: FIELD })
  const stated: Check = {
    what: STATED,
    expected: `${EVENT}: ${FIELD} among its fields`,
    saw: `${EVENT}: ${needs.join(', ')}`,
    isRight: needs.includes(FIELD),
    where: 'libs/events/consumers/shipping.json, which npm run generate writes',
  }
  return [kept, stated, named(faults)]
}

/** What shipping has published of its needs, and what the test run of order says on the day on which the field goes. */
interface Rehearsal {
  readonly needs: readonly string[]
  readonly faults: readonly string[]
}

const REHEARSE = `
import { producerFaults, readContract } from './libs/events/src/contract/index.ts'
const contract = readContract()
const events = contract.events.map((event) => {
  const today = event.versions.at(-1)
  const fields = today.fields.filter(({ name }) => name !== input.field)
  return event.type === input.event ? { ...event, versions: [...event.versions, { ...today, fields }] } : event
})
tell({
  needs: contract.consumers.shipping?.[input.event] ?? [],
  faults: producerFaults({ ...contract, events }, 'order', {}),
})
`

async function contractTests(world: World): Promise<Check> {
  const { status, output } = await world.run('contract', 'shipping')
  if (!/Tests .*(passed|failed)/.test(output))
    throw new CouldNotCheck(
      `The contract tests of shipping do not run:\n${output.slice(-1_500)}`,
      'npm run contract -- shipping',
    )
  return {
    what: KEPT,
    expected: 'npm run contract -- shipping: all tests pass',
    saw: status === 0 ? 'all tests pass' : (/FAIL.*?\.test\.ts > (.*)/.exec(output)?.[1] ?? 'tests fail'),
    isRight: status === 0,
    where: 'npm run contract -- shipping',
  }
}

function named(faults: readonly string[]): Check {
  const complaint = faults.find((text) => text.startsWith(`order → shipping: ${EVENT}.${FIELD}`))
  return {
    what: NAMED,
    expected: `order → shipping: ${EVENT}.${FIELD}: shipping needs it, but order no longer sends it`,
    saw: complaint ?? 'nobody is named',
    isRight: complaint !== undefined,
    where: `npm run contract -- order, with a version of ${EVENT} that lacks ${FIELD}`,
  }
}
