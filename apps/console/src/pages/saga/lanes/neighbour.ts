import type { Chip, Drawing } from './drawing.ts'

/** Where an arrow key leads: left and right in time, up and down to the nearest event of another lane. */
export function neighbour({ chips, lanes }: Drawing, id: string, key: string): Chip | undefined {
  const index = chips.findIndex(({ event }) => event.id === id)
  const chip = chips[index]
  if (!chip) return undefined
  if (key === 'ArrowRight') return chips[index + 1]
  if (key === 'ArrowLeft') return chips[index - 1]
  if (key === 'Home') return chips[0]
  if (key === 'End') return chips.at(-1)
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined
  const order = lanes.map(({ service }) => service)
  const own = order.indexOf(chip.event.service)
  const others = key === 'ArrowUp' ? order.slice(0, own).reverse() : order.slice(own + 1)
  for (const service of others) {
    const inLane = chips.filter(({ event }) => event.service === service)
    if (inLane.length > 0)
      return inLane.reduce((best, each) => (distance(each, chip) < distance(best, chip) ? each : best))
  }
  return undefined
}

const distance = (a: Chip, b: Chip) => Math.abs(a.x - b.x)
