import { EXTERNALS, PROGRAMS, SERVICES } from '@bistro/client/names'
import { describe, expect, it } from 'vitest'
import { brokersOf, externalsOf, programsOf, settingsFor, settingsFrom } from '../src/settings.ts'

describe('settings', () => {
  it('have defaults for a person who watches', () => {
    expect(settingsFrom({})).toMatchObject({ BISTRO_PSP_LATENCY_MS: '300', BISTRO_CARRIER_DELIVER_MS: '3000' })
  })

  it('can be overridden, zero included', () => {
    const settings = settingsFrom({ BISTRO_PSP_LATENCY_MS: '0', BISTRO_PSP_SLOW_MS: '', UNRELATED: 'x' })
    expect(settings.BISTRO_PSP_LATENCY_MS).toBe('0')
    expect(settings.BISTRO_PSP_SLOW_MS).toBe('5000')
    expect(settings).not.toHaveProperty('UNRELATED')
    expect(settingsFor(settings, 'BISTRO_REFUND_')).toEqual({ BISTRO_REFUND_BACKOFF_MS: '1000' })
  })

  it('leave notification and its mail server out where BISTRO_NOTIFICATION is off', () => {
    const settings = settingsFrom({ BISTRO_NOTIFICATION: 'off' })
    expect(programsOf(settings)).toEqual(PROGRAMS.filter((program) => program !== 'notification'))
    expect(externalsOf(settings)).toEqual(['psp', 'carrier'])
    expect(externalsOf(settingsFrom({}))).toEqual(EXTERNALS)
  })

  it('leave the gateway out where BISTRO_CONSOLE is off', () => {
    expect(programsOf(settingsFrom({}))).toEqual(PROGRAMS)
    expect(programsOf(settingsFrom({ BISTRO_CONSOLE: 'off' }))).toEqual(SERVICES)
    expect(() => settingsFrom({ BISTRO_CONSOLE: 'no' })).toThrow("BISTRO_CONSOLE is 'no'; it is on or off.")
  })

  it('name one of two relays', () => {
    expect(settingsFrom({}).BISTRO_RELAY).toBe('outbox')
    expect(() => settingsFrom({ BISTRO_RELAY: 'cdc' })).toThrow("BISTRO_RELAY is 'cdc'; it is outbox or wal.")
  })

  it('have one broker, or three where BISTRO_BROKERS is 3', () => {
    expect(brokersOf(settingsFrom({}))).toEqual(['kafka'])
    expect(brokersOf(settingsFrom({ BISTRO_BROKERS: '3' }))).toEqual(['kafka', 'kafka-2', 'kafka-3'])
    expect(() => settingsFrom({ BISTRO_BROKERS: '2' })).toThrow("BISTRO_BROKERS is '2'; it is 1 or 3.")
  })

  it('are refused all at once when they are no milliseconds', () => {
    const wrong = { BISTRO_PSP_LATENCY_MS: 'soon', BISTRO_CARRIER_DELIVER_MS: '-1' }
    expect(() => settingsFrom(wrong)).toThrow(/BISTRO_PSP_LATENCY_MS is 'soon'\n.*BISTRO_CARRIER_DELIVER_MS is '-1'/)
  })
})
