import type { Bench } from '../harness/bench.ts'
import { about as growth } from './growth/about.ts'
import { about as overload } from './overload/about.ts'
import { about as saga } from './saga/about.ts'

/** All benches in the order of the pages. What they need to run is loaded when they run. */
export const BENCHES: readonly Bench[] = [
  { about: saga, load: () => import('./saga/open.ts') },
  { about: overload, load: () => import('./overload/open.ts') },
  { about: growth, load: () => import('./growth/open.ts') },
]
