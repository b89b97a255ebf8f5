import { StackError } from '@bistro/client/errors'
import type { Manifest } from '@bistro/client/manifest'
import { CUSTOMER_HISTORY, connectWrittenReader, topics } from '@bistro/events'
import type { Processor } from '@bistro/history'
import { DELIVERIES, type Delivery } from '@bistro/history/deliveries'
import type { Command } from '../cli.ts'
import { needKafka } from '../session/manifest.ts'
import { namingUnavailable } from '../session/unavailable.ts'
import { readOptions, UsageError } from '../terminal/arguments.ts'
import { listenForInterrupts } from '../terminal/interrupts.ts'
import { say, style } from '../terminal/style.ts'

const [DEFAULT_EVERY_MS, MAX_EVERY_MS] = [100, 600_000]
const PROGRESS_MS = 500
/** As many digits as MAX_EVERY_MS has. */
const MILLISECONDS = /^[1-9]\d{0,5}$/

export const command: Command = {
  usage: [
    'npm run history -- [--delivery D] [--every MS]   writes the outcomes of orders again, keyed by customer, until Ctrl-C',
  ],
  options: [
    [
      '--delivery D',
      'at-least-once commits its position after it has written, at-most-once before, transactions together (default: at-least-once)',
    ],
    ['--every MS', `how long it writes before it commits, ${MAX_EVERY_MS} at the most (default: ${DEFAULT_EVERY_MS})`],
  ],
  example: 'npm run history -- --delivery transactions --every 1000',
  run: async (args) => {
    const { delivery, every } = readOptions(args, ['delivery', 'every'])
    const chosen = { delivery: deliveryIn(delivery), everyMs: millisecondsIn(every) }
    return rekey(needKafka('The outcomes are on a topic. This stack has no Kafka.'), chosen)
  },
}

function deliveryIn(text: string | undefined): Delivery {
  const found = DELIVERIES.find((delivery) => delivery === (text ?? 'at-least-once'))
  if (!found) throw new UsageError(`Unknown delivery '${text}': it is one of ${DELIVERIES.join(', ')}.`)
  return found
}

function millisecondsIn(text: string | undefined): number {
  if (text === undefined) return DEFAULT_EVERY_MS
  const ms = MILLISECONDS.test(text) ? Number(text) : 0
  if (ms === 0 || ms > MAX_EVERY_MS) throw new UsageError(`'${text}' is no number from 1 to ${MAX_EVERY_MS}.`)
  return ms
}

interface Chosen {
  readonly delivery: Delivery
  readonly everyMs: number
}

async function rekey(manifest: Manifest, chosen: Chosen): Promise<number> {
  const { isFenced, Processor } = await import('@bistro/history')
  const interrupts = listenForInterrupts()
  const { bootstrap, caFile, history } = manifest.kafka
  const reader = connectWrittenReader(manifest.registry.url)
  const login = { bootstrap, caFile, ...history }
  const processor = await namingUnavailable(manifest, () => Processor.start({ login, reader, ...chosen }))
  say(
    `From ${topics.order} to ${CUSTOMER_HISTORY}, ${chosen.delivery}, a commit every ${chosen.everyMs} ms. Ctrl-C stops it.`,
  )
  const stopTelling = tellProgress(processor)
  const why = await Promise.race([processor.failed, interrupts.interrupted.then(() => undefined)])
  await processor.stop()
  stopTelling()
  if (why === undefined) return 0
  if (isFenced(why)) throw new StackError('Another npm run history has taken over: there is one at a time.')
  throw new StackError(`The processor ended: ${why.message}. The next one goes on with what is committed.`, NEXT)
}

const NEXT = 'npm run stack -- status'

/** A line while there is news, and a last one. */
function tellProgress(processor: Processor): () => void {
  let told = ''
  const tell = (): void => {
    const text = `${processor.written} outcomes written, ${processor.commits} commits`
    if (text !== told) say(style.dim(text))
    told = text
  }
  const telling = setInterval(tell, PROGRESS_MS)
  return () => {
    clearInterval(telling)
    tell()
  }
}
