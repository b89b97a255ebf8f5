import { randomUUID } from 'node:crypto'
import { arrange, ORDINARY } from '@bistro/client'
import type { Check, World } from '@bistro/workshop'
import { openRegions, REGIONS, type RegionName, type Regions } from './regions.ts'

export const NO_DISH_IS_LOST = 'No dish is lost when both regions edit the menu'
export const REMOVED_STAYS_REMOVED = 'A dish that was removed stays removed'
const WHERE = 'merge in workshop/regions/menu.ts'

interface Table {
  readonly world: World
  readonly regions: Regions
  readonly eveningId: string
}

type Menus = Readonly<Record<RegionName, string>>

export async function verify(world: World): Promise<readonly Check[]> {
  const { eveningId } = await arrange(world.manifest, ORDINARY)
  world.tell('starting the south …')
  const regions = await openRegions(world)
  try {
    return await judge({ world, regions, eveningId })
  } finally {
    await regions.stop()
  }
}

/** One check after the other, until one is wrong: what follows one of them means nothing without it. */
async function judge(table: Table): Promise<readonly Check[]> {
  const checks: Check[] = []
  for (const check of [travels, losesNothing, staysRemoved, comesBack, agrees, bearsCopies]) {
    checks.push(await check(table))
    if (!checks.at(-1)?.isRight) break
  }
  return checks
}

async function travels(table: Table): Promise<Check> {
  const { regions, eveningId } = table
  await regions.put('north', eveningId, 'bread')
  const menus = await settled(table)
  const { south } = menus ?? (await menusOf(table))
  return {
    what: 'An edit reaches the other region',
    expected: 'the bread of the north on the menu of the south',
    saw: `south: ${south || 'no dish'}${menus ? '' : ', and later edits do not arrive'}`,
    isRight: menus !== undefined && south === 'bread 100',
    where: WHERE,
  }
}

async function losesNothing(table: Table): Promise<Check> {
  const { regions, eveningId } = table
  const menus = await apart(table, async () => {
    await regions.put('north', eveningId, 'soup')
    await regions.put('south', eveningId, 'cake')
  })
  const lost = ['bread', 'soup', 'cake'].filter((sku) => REGIONS.some((region) => !has(menus[region], sku)))
  return {
    what: NO_DISH_IS_LOST,
    expected: 'bread, soup of the north and cake of the south, in both regions',
    saw: `${textOf(menus)}${lost.length > 0 ? `: the ${lost.join(' and the ')} is lost` : ''}`,
    isRight: lost.length === 0,
    where: WHERE,
  }
}

async function staysRemoved(table: Table): Promise<Check> {
  const { regions, eveningId } = table
  const menus = await apart(table, async () => {
    await regions.remove('north', eveningId, 'bread')
    await regions.put('south', eveningId, 'fish')
  })
  const isBack = REGIONS.some((region) => has(menus[region], 'bread'))
  const isLost = REGIONS.some((region) => !has(menus[region], 'fish'))
  return {
    what: REMOVED_STAYS_REMOVED,
    expected: 'no bread, which the north removed while the south added fish',
    saw: `${textOf(menus)}${isBack ? ': the bread is back' : ''}${isLost ? ': the fish is lost' : ''}`,
    isRight: !isBack && !isLost,
    where: 'remove and merge in workshop/regions/menu.ts',
  }
}

async function comesBack(table: Table): Promise<Check> {
  await table.regions.put('south', table.eveningId, 'bread')
  const menus = (await settled(table)) ?? (await menusOf(table))
  const isThere = REGIONS.every((region) => has(menus[region], 'bread'))
  return {
    what: 'A dish that was removed can be added again',
    expected: 'bread, which the south added when it knew of the removal, in both regions',
    saw: `${textOf(menus)}${isThere ? '' : ': the bread is missing'}`,
    isRight: isThere,
    where: 'put and merge in workshop/regions/menu.ts',
  }
}

async function agrees(table: Table): Promise<Check> {
  const { regions, eveningId } = table
  const menus = await apart(table, async () => {
    await regions.put('south', eveningId, 'soup', 1100)
    await regions.put('north', eveningId, 'soup', 1000)
    await regions.remove('south', eveningId, 'cake')
    await regions.put('north', eveningId, 'cake', 700)
    await regions.remove('north', eveningId, 'fish')
    await regions.put('south', eveningId, 'fish', 800)
  })
  return {
    what: 'Both regions show the same menu',
    expected: 'one price of the soup, and cake and fish in both regions or in none',
    saw: textOf(menus),
    isRight: menus.north === menus.south && /soup (1000|1100)/.test(menus.north),
    where: WHERE,
  }
}

/** The link copies everything again when it comes up. */
async function bearsCopies(table: Table): Promise<Check> {
  const before = await menusOf(table)
  const after = await apart(table, async () => {})
  return {
    what: 'Copies and old versions change nothing',
    expected: textOf(before),
    saw: textOf(after),
    isRight: textOf(before) === textOf(after),
    where: WHERE,
  }
}

/** Has something happen while the link is down. @returns the menus when it is up again and everything has arrived */
async function apart(table: Table, act: () => Promise<void>): Promise<Menus> {
  await table.regions.link(false)
  await act()
  await table.regions.link(true)
  return (await settled(table)) ?? (await menusOf(table))
}

/** Waits until what was edited has arrived: an edit of another evening, made after it, has arrived. @returns undefined where it does not */
async function settled(table: Table): Promise<Menus | undefined> {
  const { world, regions } = table
  const marker = randomUUID()
  await regions.put('north', `north-${marker}`, 'marker')
  await regions.put('south', `south-${marker}`, 'marker')
  const arrived = await world.until(async () => {
    const seen = [await regions.menu('south', `north-${marker}`), await regions.menu('north', `south-${marker}`)]
    return seen.every(Boolean) || undefined
  })
  return arrived && menusOf(table)
}

const menusOf = async ({ regions, eveningId }: Table): Promise<Menus> => ({
  north: await regions.menu('north', eveningId),
  south: await regions.menu('south', eveningId),
})

const has = (menu: string, sku: string): boolean => menu.split(', ').some((dish) => dish.startsWith(`${sku} `))

const textOf = ({ north, south }: Menus): string => `north: ${north || 'no dish'}; south: ${south || 'no dish'}`
