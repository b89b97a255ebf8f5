import { Problem } from '@bistro/kit/http'
import { expect, test } from 'vitest'
import { checkDate } from './checks.ts'

const now = new Date('2028-02-29T22:00:00.000Z')
const check = (date: string) => () => checkDate({ date }, now)

test.each(['2028-02-29T00:00:00Z', '2028-12-24T19:00:00.000Z', '2038-03-01T23:59:59.999Z'])(
  'an evening may be on %s',
  (date) => expect(check(date)).not.toThrow(),
)

test.each(['0000-12-31T23:59:59Z', '2028-02-28T23:59:59.999Z', '2038-03-02T00:00:00Z', '9999-12-31T23:59:59Z'])(
  'no evening may be on %s',
  (date) => {
    expect(check(date)).toThrow(Problem)
    const errors = [{ path: '/date', message: 'must be a day from 2028-02-29 to 2038-03-01' }]
    expect(check(date)).toThrow(expect.objectContaining({ status: 400, slug: 'invalid-request', extra: { errors } }))
  },
)
