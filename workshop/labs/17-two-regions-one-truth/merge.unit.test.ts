import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dishesOf, EMPTY, type Menu, merge, put, remove, type Stamp } from './solution/workshop/regions/menu.ts'

/** Any menu that edits can make: of three dishes, in two regions, at few moments, so that edits collide. */
const stamps = fc.record({ at: fc.nat(5), region: fc.constantFrom('north', 'south') })
const skus = fc.constantFrom('bread', 'soup', 'cake')

/** No two edits have the same stamp: what an edit does follows from its stamp. */
const edit = (menu: Menu, sku: string, stamp: Stamp): Menu =>
  stamp.at % 2 === 0
    ? put(menu, { sku, name: `${stamp.region} ${sku}`, price: stamp.at }, stamp)
    : remove(menu, sku, stamp)

const menus = fc
  .array(fc.tuple(skus, stamps))
  .map((edits) => edits.reduce((menu, [sku, stamp]) => merge(menu, edit(menu, sku, stamp)), EMPTY))

const law = (check: (a: Menu, b: Menu, c: Menu) => void): void =>
  fc.assert(fc.property(menus, menus, menus, (...any) => void check(...any)))

test('The order of two versions does not matter', () => law((a, b) => expect(merge(a, b)).toEqual(merge(b, a))))

test('The grouping of versions does not matter', () =>
  law((a, b, c) => expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)))))

test('Copies and old versions do not matter', () =>
  law((a, b) => {
    expect(merge(a, a)).toEqual(a)
    expect(merge(merge(a, b), a)).toEqual(merge(a, b))
  }))

test('Edits of different dishes both count', () =>
  law((menu) => {
    const north = edit(menu, 'soup', { at: 10, region: 'north' })
    const south = edit(menu, 'cake', { at: 12, region: 'south' })
    const merged = dishesOf(merge(north, south)).map(({ name }) => name)
    expect(merged).toEqual(expect.arrayContaining(['north soup', 'south cake']))
  }))
