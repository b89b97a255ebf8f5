import { describe, expect, it } from 'vitest'
import { newEvent } from '../src/new/event.ts'
import { newService } from '../src/new/service.ts'
import { newView } from '../src/new/view.ts'

const reads = 'OrderDelivered,CustomerRegistered'

describe('a new service', () => {
  it('is a folder and a line in the list', () => {
    const { changes } = newService({ name: 'loyalty', reads })
    const outside = changes.paths.filter((path) => !path.startsWith('services/loyalty/'))
    expect(outside).toEqual(['services/registry.ts', 'pnpm-lock.yaml'])
    expect(changes.read('services/registry.ts')).toContain('  loyalty: { port: 7 },\n} as const')
    expect(changes.read('services/loyalty/src/service.ts')).toContain('topics.order, topics.customer')
    expect(changes.read('services/loyalty/src/service.ts')).not.toContain('topic: ')
  })

  it.each([
    ['payments', 'services/reservation'],
    ['zoo', 'simulation'],
  ])('%s is in the lockfile as pnpm writes it there: before %s, with the packages of another service', (name, next) => {
    const { changes } = newService({ name, reads })
    const payment = /^ {2}services\/payment:\n((?: {4}.*\n)+)/m.exec(changes.read('pnpm-lock.yaml'))?.[1]
    expect(changes.read('pnpm-lock.yaml')).toContain(`\n\n  services/${name}:\n${payment}\n  ${next}:\n`)
  })

  it('that publishes has schemas, and a place in the saga for each event', () => {
    const { changes } = newService({ name: 'loyalty', reads, publishes: 'PointsGranted' })
    expect(JSON.parse(changes.read('libs/events/schemas/loyalty/PointsGranted/v1.avsc'))).toMatchObject({
      name: 'bistro.loyalty.PointsGranted',
      fields: [{ name: 'loyaltyId', type: 'string' }],
    })
    expect(changes.read('saga/src/declared.ts').match(/PointsGranted/g)).toHaveLength(2)
  })

  it.each([
    [{ name: 'Loyalty', reads }, "'Loyalty' is no name for a service"],
    [{ name: '../loyalty', reads }, "'../loyalty' is no name for a service"],
    [{ name: 'order', reads }, "There is a 'order' already"],
    [{ name: 'kafka', reads }, "There is a 'kafka' already"],
    [{ name: 'delete', reads }, "'delete' is a word of TypeScript"],
    [{ name: 'loyalty' }, 'Say what it reads'],
    [{ name: 'loyalty', reads: 'OrderEaten' }, "There is no event 'OrderEaten'"],
    [{ name: 'loyalty', reads: 'OrderDelivered,OrderDelivered' }, 'OrderDelivered is there twice'],
    [{ name: 'loyalty', reads, publishes: 'OrderCancelled' }, 'order publishes it'],
    [{ name: 'loyalty', reads, publishes: 'points' }, "'points' is no name for an event"],
  ])('%j is refused', (wish, why) => {
    expect(() => newService(wish)).toThrow(why)
  })
})

describe('a new event', () => {
  it("begins with the id of its owner's streams", () => {
    const { changes } = newEvent('reservation', 'ReservationMoved')
    const { fields } = JSON.parse(changes.read('libs/events/schemas/reservation/ReservationMoved/v1.avsc'))
    expect(fields).toEqual([{ name: 'reservationId', type: 'string' }])
  })

  it.each([
    ['kitchen', 'MealCooked', "'kitchen' publishes nothing"],
    ['order', 'OrderCancelled', 'order publishes it'],
    ['order', 'order_eaten', "'order_eaten' is no name for an event"],
  ])('%s %s is refused', (owner, name, why) => {
    expect(() => newEvent(owner, name)).toThrow(why)
  })
})

describe('a new view', () => {
  it('is a file, a table, and what its service reads for it', () => {
    const { changes } = newView('payment', 'open_orders', 'OrderRequested')
    expect([...changes.paths].sort()).toEqual([
      expect.stringMatching(/migrations\/\d{4}_open_orders.sql$/),
      'services/payment/src/domain/consumes.ts',
      'services/payment/src/domain/views/open-orders.ts',
      'services/payment/src/service.ts',
      'services/payment/test/contract/consumed.unit.test.ts',
    ])
  })

  it("of a service's own events reads nothing of others", () => {
    const { changes } = newView('order', 'cancelled_orders', 'OrderCancelled')
    expect(changes.read('services/order/src/domain/views/cancelled-orders.ts')).toContain("source: 'own'")
    expect(changes.paths).not.toContain('services/order/src/domain/consumes.ts')
  })

  it.each([
    ['kitchen', 'meals', 'OrderDelivered', "There is no service 'kitchen'"],
    ['order', 'Meals', 'EveningOpened', "'Meals' is no name for a view"],
    ['order', 'meals', undefined, 'Say what its rows are made of'],
    ['order', 'meals', 'OrderCancelled,EveningOpened', "order's own events, or of those of others"],
    ['order', 'evenings', 'EveningOpened', 'services/order/src/domain/views/evenings.ts is there already'],
  ])('%s %s of %s is refused', (service, name, wanted, why) => {
    expect(() => newView(service, name, wanted)).toThrow(why)
  })
})
