import type { Lab } from '@bistro/workshop'
import { NO_DISH_IS_LOST, REMOVED_STAYS_REMOVED, verify } from './verify.ts'

export const lab: Lab = {
  number: 17,
  title: 'Two regions, one truth',
  minutes: 40,
  page: '/',
  needs: 'stack',
  hints: [
    'Open workshop/regions/menu.ts. Two versions of a menu meet in `merge`, and one of them wins as a whole. When is that right, and when is it not?',
    'The stamp belongs to each dish, not to the menu: then two edits of different dishes have nothing to do with each other. Think of removing as well: what must a region remember, so that the other one does not bring the dish back?',
    'Let a `Menu` be a record by SKU of `{ stamp, dish? }`. `put` writes both, `remove` writes the stamp without a dish, `merge` takes for each SKU the entry with the later stamp, and `dishesOf` leaves out the entries without a dish.',
  ],
  atFirst: { what: NO_DISH_IS_LOST, saw: /the soup is lost/ },
  wrongly: { what: REMOVED_STAYS_REMOVED, saw: /is back/ },
  verify,
}
