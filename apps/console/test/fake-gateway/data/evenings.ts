import type { Board } from '@bistro/gateway/contract'
import { eveningId } from './ids.ts'
import { LONG_TITLE, MARKUP, RTL_TITLE } from './nasty.ts'

const TITLES = ['Autumn in seven courses', 'Oysters and rye', MARKUP, LONG_TITLE, RTL_TITLE, 'The full evening']
const SEATS = 12
const DAY_MS = 86_400_000
const money = (amount: number) => ({ amount, currency: 'EUR' })

export const eveningsOf = (nowMs: number) =>
  TITLES.map((title, index) => {
    const confirmed = index === 5 ? SEATS : index * 2
    return {
      eveningId: eveningId(index),
      title,
      date: new Date(nowMs + (14 + index) * DAY_MS).toISOString(),
      seats: SEATS,
      held: 0,
      confirmed,
      free: SEATS - confirmed,
      pricePerSeat: money(9900),
      depositPercent: 25,
      holdSeconds: 900,
      kits: [
        { sku: 'tasting-menu', name: 'Tasting menu, five courses', price: money(4000) },
        { sku: 'wine', name: 'Wine for two', price: money(2500) },
      ],
    }
  })

export const boardOf = (nowMs: number): Board => ({
  replica: 'gateway-1',
  readTo: { 'bistro.reservation.v1/0': '1042' },
  items: eveningsOf(nowMs).map(({ eveningId, title, date, seats, held, confirmed }) => ({
    eveningId,
    title,
    date,
    seats,
    held,
    confirmed,
    cancelled: 1,
  })),
})
