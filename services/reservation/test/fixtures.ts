export const customerId = '0193e7a0-0000-7000-8000-000000000002'
/** An id that nobody and nothing has. */
export const stranger = '0193e7a0-0000-7000-8000-000000000009'
export const eur = (amount: number) => ({ amount, currency: 'EUR' })
export const truffles = {
  title: 'Truffles',
  date: '2035-03-06T19:00:00Z',
  seats: 6,
  pricePerSeat: eur(4_000),
  depositPercent: 30,
  kits: [{ sku: 'truffle', name: 'Truffle kit', price: eur(2_500) }],
}
export const registered = {
  type: 'CustomerRegistered',
  data: {
    customerId,
    name: 'Ada',
    email: 'ada@example.com',
    address: { line1: '1 Rue du Four', city: 'Lyon', postcode: '69001', country: 'FR' },
    creditLimit: eur(10_000),
  },
}
