import { expect, test } from 'vitest'
import { cancellationRequest } from '../../api/cancellation.ts'
import { curl } from '../../api/curl.ts'
import { reservationRequest } from './requests.ts'
import { ORDINARY } from './scenarios.ts'

const place = { customerId: 'c', eveningId: 'e', key: 'k', tokens: ['customer:c@1'] }

test('the curl of a reservation carries key, token and body', () => {
  expect(curl(reservationRequest(ORDINARY, place), 'http://127.0.0.1:4000')).toBe(
    "curl -X POST -H 'content-type: application/json' -H 'Idempotency-Key: k' -H 'Consistency-Token: customer:c@1' " +
      `-d '{"customerId":"c","eveningId":"e","seats":2,"kits":[{"sku":"tasting-menu","quantity":2}],"cardToken":"tok_ok"}' ` +
      "'http://127.0.0.1:4000/api/reservation/reservations'",
  )
})

test('an id stays within its part of the path, and a quote within the shell’s', () => {
  const request = cancellationRequest("../x?'")
  expect(request.path).toBe("/api/reservation/reservations/..%2Fx%3F'/cancellation")
  expect(curl(request, 'http://h')).toContain(`..%2Fx%3F'\\''/cancellation'`)
})

test('an operator’s token stays out of the command', () => {
  const request = { method: 'post', path: '/api/x', headers: {}, asOperator: true } as const
  expect(curl(request, 'http://h')).toBe(`curl -X POST -H "Authorization: Bearer $TOKEN" 'http://h/api/x'`)
})
