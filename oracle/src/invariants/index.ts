import type { Invariant } from '../facts.ts'
import { credit } from './1-credit.ts'
import { seats } from './2-seats.ts'
import { money } from './3-money.ts'
import { agreement } from './4-agreement.ts'
import { parcels } from './5-parcels.ts'
import { endings } from './6-endings.ts'
import { published } from './7-published.ts'
import { views } from './8-views.ts'

/** In the order of the domain's list. */
export const invariants: readonly Invariant[] = [credit, seats, money, agreement, parcels, endings, published, views]
