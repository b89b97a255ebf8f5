import { type Check, inCopy, sagaPage, type World } from '@bistro/workshop'
import { followParcels, type Parcels } from './parcels.ts'

export const VERSION = 'ShipmentDispatched has a version with dispatchedAt'
const CONTRACT = 'The contract tests pass: every program reads every version'
const REGISTRY = 'The registry has both versions'
const TOLD = 'The event says when the parcel left, as the carrier said'
export const ONLY_TOLD = 'The event says nothing that the carrier has not said'
const OLD_PROGRAM = 'A program that does not know the field reads the event'
const ENDS = 'The sagas go on'

const FIELD = 'dispatchedAt'
const SUBJECT = 'bistro.shipping.v1-bistro.shipping.ShipmentDispatched'

export async function verify(world: World): Promise<readonly Check[]> {
  const checks: Check[] = []
  for (const look of [hasVersion, keepsContract, isRegistered]) {
    const check = await look(world)
    checks.push(check)
    if (!check.isRight) return checks
  }
  return [...checks, ...judge(world, await followParcels(world))]
}

interface Shape {
  readonly versions: number
  readonly field?: { readonly type: unknown; readonly default?: unknown }
}

async function hasVersion(world: World): Promise<Check> {
  const { versions, field } = await inCopy<Shape>(world, READ_SHAPE, { field: FIELD })
  return {
    what: VERSION,
    expected: `version 2, with a field ${FIELD}`,
    saw:
      versions < 2
        ? 'there is no version 2'
        : field
          ? `version ${versions}: ${JSON.stringify(field)}`
          : `version ${versions} has no ${FIELD}`,
    isRight: versions >= 2 && field !== undefined,
    where: 'libs/events/schemas/shipping/ShipmentDispatched',
  }
}

const READ_SHAPE = `
import { readEvents } from './libs/events/src/contract/index.ts'
const { versions } = readEvents().find(({ type }) => type === 'ShipmentDispatched')
tell({ versions: versions.length, field: versions.at(-1).fields.find(({ name }) => name === input.field) })
`

async function keepsContract(world: World): Promise<Check> {
  world.tell('Running the contract tests of shipping and order')
  const { status, output } = await world.run('contract', 'shipping', 'order')
  const [, fault] = /^ *[-+] +"((?:shipping|order)[^"]*)/m.exec(output) ?? []
  return {
    what: CONTRACT,
    expected: 'all pass',
    saw: status === 0 ? 'all pass' : (fault ?? /FAIL.*/.exec(output)?.[0] ?? output.slice(-500)),
    isRight: status === 0,
    where: 'npm run contract -- shipping order',
  }
}

/** Deployment has registered it when the stack was started with it; an incompatible one it refuses. */
async function isRegistered({ manifest }: World): Promise<Check> {
  const path = `subjects/${SUBJECT}/versions`
  const versions = (await (await fetch(`${manifest.registry.url}/${path}`)).json()) as readonly number[]
  return {
    what: REGISTRY,
    expected: 'versions 1, 2',
    saw: `versions ${versions.join(', ')}`,
    isRight: versions.includes(2),
    where: `${manifest.registry.url}/${path}`,
  }
}

function judge(world: World, parcels: Parcels): Check[] {
  const { told, filledIn, seenByOld, statuses } = parcels
  const saga = sagaPage(world, told)
  return [
    {
      what: TOLD,
      expected: `${FIELD}: ${told.at}`,
      saw: textOf(told.dispatchedAt),
      isRight: told.dispatchedAt === told.at,
      where: saga,
    },
    {
      what: ONLY_TOLD,
      expected: `${FIELD}: nothing, as the carrier told only of the delivery`,
      saw: textOf(filledIn.dispatchedAt),
      isRight: filledIn.dispatchedAt === undefined || filledIn.dispatchedAt === null,
      where: sagaPage(world, filledIn),
    },
    {
      what: OLD_PROGRAM,
      expected: 'attempt 1, and no further field',
      saw: seenByOld,
      isRight: seenByOld === 'attempt 1, and no further field',
      where: 'npm run tail -- shipping, in a copy from before',
    },
    {
      what: ENDS,
      expected: 'delivered, delivered',
      saw: statuses.join(', '),
      isRight: statuses.every((status) => status === 'delivered'),
      where: saga,
    },
  ]
}

const textOf = (at: unknown): string => (typeof at === 'string' ? `${FIELD}: ${at}` : `${FIELD}: nothing`)
