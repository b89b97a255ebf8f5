import type { Bench } from '../harness/bench.ts'
import { about as brokers } from './brokers/about.ts'
import { about as codec } from './codec/about.ts'
import { about as floor } from './floor/about.ts'
import { about as growth } from './growth/about.ts'
import { about as overload } from './overload/about.ts'
import { about as peers } from './peers/about.ts'
import { about as quotas } from './quotas/about.ts'
import { about as relay } from './relay/about.ts'
import { about as relays } from './relays/about.ts'
import { about as replicas } from './replicas/about.ts'
import { about as restore } from './restore/about.ts'
import { about as saga } from './saga/about.ts'
import { about as store } from './store/about.ts'
import { about as transactions } from './transactions/about.ts'

/** All benches in the order of the pages. What they need to run is loaded when they run. */
export const BENCHES: readonly Bench[] = [
  { about: saga, load: () => import('./saga/open.ts') },
  { about: floor, load: () => import('./floor/open.ts') },
  { about: peers, load: () => import('./peers/open.ts') },
  { about: overload, load: () => import('./overload/open.ts') },
  { about: growth, load: () => import('./growth/open.ts') },
  { about: replicas, load: () => import('./replicas/open.ts') },
  { about: quotas, load: () => import('./quotas/open.ts') },
  { about: codec, load: () => import('./codec/open.ts') },
  { about: relay, load: () => import('./relay/open.ts') },
  { about: relays, load: () => import('./relays/open.ts') },
  { about: brokers, load: () => import('./brokers/open.ts') },
  { about: restore, load: () => import('./restore/open.ts') },
  { about: store, load: () => import('./store/open.ts') },
  { about: transactions, load: () => import('./transactions/open.ts') },
]
