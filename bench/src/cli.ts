import { parseArgs } from 'node:util'
import type { ProcessName } from '@bistro/stack'
import { Generator } from './load/generator.ts'
import { atOneEvening, makeGuests } from './product/guests.ts'
import { measure } from './product/measure.ts'
import { startProduct } from './product/product.ts'

// First cut: the saturation run alone.
const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    only: { type: 'string' },
    seconds: { type: 'string', default: '10' },
    'warm-up': { type: 'string', default: '6' },
    window: { type: 'string', default: '1000' },
    rate: { type: 'string' },
    guests: { type: 'string', default: '200' },
    repeats: { type: 'string', default: '1' },
    hot: { type: 'boolean', default: false },
    prof: { type: 'string' },
    'prof-dir': { type: 'string', default: '/tmp' },
  },
})
const product = await startProduct({ profiled: values.prof as ProcessName | undefined, profileDir: values['prof-dir'] })
const generator = await Generator.connect(product.manifest)
try {
  const guests = await makeGuests(product.manifest, 'served', Number(values.guests))
  const crowds = [
    values.hot
      ? { share: 1, guests: atOneEvening(guests).slice(0, 100), choice: 'zipf' as const }
      : { share: 1, guests, choice: 'in-turn' as const },
  ]
  const closed = { window: Number(values.window) }
  const pace = values.rate ? { perSecond: Number(values.rate) } : closed
  await generator.load({ crowds, pace: closed, seconds: Number(values['warm-up']), drainTimeoutMs: 30_000 })
  for (let repeat = 0; repeat < Number(values.repeats); repeat++) {
    const figures = await measure(product, generator, {
      crowds,
      pace,
      seconds: Number(values.seconds),
      drainTimeoutMs: 30_000,
    })
    for (const [name, figure] of Object.entries(figures)) console.log(`${name.padEnd(24)} ${figure.toFixed(3)}`)
  }
} finally {
  await generator.close()
  await product.close()
}
