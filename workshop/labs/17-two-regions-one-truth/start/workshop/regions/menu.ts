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

/** What a region knows of an evening's menu. It travels to the other region as JSON, and may arrive late, twice, and in any order. */
export interface Menu {
  readonly changed: Stamp
  readonly dishes: Readonly<Record<string, Dish>>
}

export const EMPTY: Menu = { changed: { at: 0, region: '' }, dishes: {} }

/** Adds a dish, or changes the one with its SKU. */
export const put = ({ dishes }: Menu, dish: Dish, stamp: Stamp): Menu => ({
  changed: stamp,
  dishes: { ...dishes, [dish.sku]: dish },
})

export function remove({ dishes }: Menu, sku: string, stamp: Stamp): Menu {
  const { [sku]: _, ...others } = dishes
  return { changed: stamp, dishes: others }
}

/** What follows from two versions of one menu. */
export const merge = (mine: Menu, theirs: Menu): Menu => (isLater(theirs.changed, mine.changed) ? theirs : mine)

export const dishesOf = ({ dishes }: Menu): readonly Dish[] => Object.values(dishes)

const isLater = (a: Stamp, b: Stamp): boolean => (a.at === b.at ? a.region > b.region : a.at > b.at)
