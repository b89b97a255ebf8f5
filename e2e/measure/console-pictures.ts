import { join } from 'node:path'
import { onOwnStack } from './on-own-stack.ts'
import { takeAll } from './pictures/album.ts'

// Takes the pictures of docs/console.md from a real stack, in which things go wrong on purpose.
const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'console')
const WORLD = {
  BISTRO_FAULTS: 'on',
  BISTRO_PSP_LATENCY_MS: '300',
  BISTRO_PSP_SLOW_MS: '4000',
  BISTRO_CARRIER_DISPATCH_MS: '1500',
  BISTRO_CARRIER_DELIVER_MS: '1500',
  BISTRO_PAYMENT_DEADLINE_MS: '60000',
  BISTRO_REFUND_BACKOFF_MS: '100',
}

await onOwnStack((stack) => takeAll(stack, FOLDER), { settings: WORLD })
