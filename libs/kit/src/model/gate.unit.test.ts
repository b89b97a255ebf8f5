import { describe, expect, it } from 'vitest'
import { CLOSED_GATE, judge } from './gate.ts'

const gate = { version: 3, eventId: 'c', waiting: 0 }

describe('the gate', () => {
  it('lets the next version through', () => expect(judge(gate, { version: 4, id: 'd' })).toBe('next'))
  it('begins with version 1', () => expect(judge(CLOSED_GATE, { version: 1, id: 'a' })).toBe('next'))
  it('holds back what is ahead', () => expect(judge(gate, { version: 5, id: 'e' })).toBe('ahead'))
  it('drops what it has seen', () => expect(judge(gate, { version: 2, id: 'b' })).toBe('duplicate'))
  it('drops a copy of the last one', () => expect(judge(gate, { version: 3, id: 'c' })).toBe('duplicate'))
  it('tells two histories apart', () => expect(judge(gate, { version: 3, id: 'x' })).toBe('divergent'))
})
