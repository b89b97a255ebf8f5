const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')

/** Ids that are the same in every run: of saga number `n`, and of its step number `s`. */
export const reservationId = (n: number) => `0198c0de-0000-7000-8000-${hex(n * 7919, 12)}`
export const orderId = (n: number) => `0198c0de-0000-5000-8000-${hex(n * 7919 + 1, 12)}`
export const eventId = (n: number, s: number) => `0198c0de-${hex(s + 1, 4)}-7000-9000-${hex(n * 7919, 12)}`
export const customerId = (n: number) => `0198c0de-0000-7000-a000-${hex((n % 40) + 1, 12)}`
export const eveningId = (n: number) => `0198c0de-0000-7000-b000-${hex((n % 6) + 1, 12)}`
