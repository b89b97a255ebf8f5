export interface Dish {
  readonly sku: string
  readonly name: string
  readonly price: number
}

/** When and where an edit was made. No two edits have the same. */
export interface Stamp {
  readonly at: number
  readonly region: string
}

/** The last edit of one dish; without a dish, it was removed. */
interface Edit {
  readonly stamp: Stamp
  readonly dish?: Dish
}

/** What a region knows of an evening's menu. It travels to the other region as JSON, and may arrive late, twice, and in any order. */
export type Menu = Readonly<Record<string, Edit>>

export const EMPTY: Menu = {}

/** Adds a dish, or changes the one with its SKU. */
export const put = (menu: Menu, dish: Dish, stamp: Stamp): Menu => ({ ...menu, [dish.sku]: { stamp, dish } })

/** Remembers the removal: a region that has not heard of it would bring the dish back. */
export const remove = (menu: Menu, sku: string, stamp: Stamp): Menu => ({ ...menu, [sku]: { stamp } })

/** What follows from two versions of one menu: of each dish, the later edit. */
export function merge(mine: Menu, theirs: Menu): Menu {
  const isNews = ([sku, { stamp }]: [string, Edit]): boolean => !mine[sku] || isLater(stamp, mine[sku].stamp)
  return { ...mine, ...Object.fromEntries(Object.entries(theirs).filter(isNews)) }
}

export const dishesOf = (menu: Menu): readonly Dish[] => Object.values(menu).flatMap(({ dish }) => dish ?? [])

const isLater = (a: Stamp, b: Stamp): boolean => (a.at === b.at ? a.region > b.region : a.at > b.at)
