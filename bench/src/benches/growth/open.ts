import type { Open, Subject } from '../../harness/bench.ts'
import { violationsIn } from '../../product/audited.ts'
import { serverVersions } from '../../product/versions.ts'
import { addBallast, removeBallast } from './ballast.ts'
import { prune } from './prune.ts'
import { rebuild } from './rebuild.ts'
import { Site } from './site.ts'
import { databasesGib, storedEvents } from './sizes.ts'

const SMALL_EVENTS = 10_000
const MEDIUM_EVENTS = 100_000
const BIG_EVENTS = 1_000_000
const SMOKE_BIG_EVENTS = 5_000
const SECOND_PORTS = 100

export const open: Open = async ({ length: { seconds, warmUpSeconds }, subjects, isSmoke, say }) => {
  const names = new Set(subjects)
  const isSmallNeeded = names.has('ten-thousand') || names.has('hundred-thousand')
  const small = isSmallNeeded ? await Site.open(0, warmUpSeconds, isSmoke) : undefined
  const big = await Site.open(SECOND_PORTS, warmUpSeconds, isSmoke)
  await big.quiet()
  await addBallast(big.product, await storedEvents(big.product), isSmoke ? SMOKE_BIG_EVENTS : BIG_EVENTS)
  say(`  ${await storedEvents(big.product)} events stored`)
  return {
    subjects: [
      ...(small ? smallOnes(small, seconds) : []),
      {
        name: 'million',
        run: async () => ({ ...(await big.run(seconds)), databasesGib: await databasesGib(big.product) }),
      },
      {
        name: 'rebuild-reservations',
        isOnlyLast: true,
        run: () => rebuild(big.product, 'customer', 'customer_reservations', 'reservation'),
      },
      {
        name: 'rebuild-deliveries',
        isOnlyLast: true,
        run: () => rebuild(big.product, 'shipping', 'deliveries', 'order'),
      },
    ],
    versions: await serverVersions(big.product.manifest),
    audit: async () => {
      await removeBallast(big.product)
      return violationsIn(big.product)
    },
    close: async () => {
      await small?.close()
      await big.close()
    },
  }
}

/** The second one begins with what the first one leaves, and copies of it. */
const smallOnes = (small: Site, seconds: number): Subject[] => [
  {
    name: 'ten-thousand',
    run: async () => {
      await small.quiet()
      await removeBallast(small.product)
      await prune(small.product, SMALL_EVENTS, await storedEvents(small.product))
      return small.run(seconds)
    },
  },
  {
    name: 'hundred-thousand',
    run: async () => {
      await small.quiet()
      await addBallast(small.product, await storedEvents(small.product), MEDIUM_EVENTS)
      return small.run(seconds)
    },
  },
]
