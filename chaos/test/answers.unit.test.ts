import { describe, expect, it } from 'vitest'
import { type Expected, faultIn, isLate, isOutcomeUnknown, type Reply } from '../src/load/answers.ts'

const EXPECTED: Expected = { statuses: [202], problems: ['evening-full'] }
const reply = (status: number, slug = '', rest: Partial<Reply> = {}): Reply => ({
  status,
  body: { type: `https://example.com/problems/${slug}` },
  contentType: 'application/problem+json; charset=utf-8',
  retryAfter: null,
  token: undefined,
  tookMs: 10,
  ...rest,
})

describe('answers', () => {
  it.each([
    [reply(202)],
    [reply(409, 'evening-full')],
    [reply(503, 'not-caught-up', { retryAfter: '1' })],
    [reply(429, 'too-busy', { retryAfter: '2' })],
  ])('%j is the truth', (given) => {
    expect(faultIn(given, EXPECTED)).toBeUndefined()
  })

  it.each([
    [reply(0, '', { error: 'refused' }), 'no response (refused)'],
    [reply(500, 'internal'), '500 internal'],
    [reply(200), '200'],
    [reply(404, 'unknown-customer'), '404 unknown-customer'],
    [reply(503, 'away'), '503 away without Retry-After'],
    [reply(502, '', { contentType: 'text/html' }), '502 without a problem document'],
  ])('%j is not', (given, fault) => {
    expect(faultIn(given, EXPECTED)).toContain(fault)
  })

  it('tells apart what is late, and what nobody knows the outcome of', () => {
    expect(isLate(reply(202, '', { tookMs: 6_001 }))).toBe(true)
    expect(isLate(reply(202, '', { tookMs: 5_999 }))).toBe(false)
    expect(isOutcomeUnknown(reply(0))).toBe(true)
    expect(isOutcomeUnknown(reply(503, 'outcome-unknown'))).toBe(true)
    expect(isOutcomeUnknown(reply(503, 'database-away'))).toBe(false)
  })
})
