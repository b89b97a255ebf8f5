import type { Service } from '../model/service.ts'
import { toRecord } from '../runtime/envelope.ts'
import type { Log } from '../runtime/log.ts'
import type { Parts } from '../runtime/parts.ts'
import type { EncodedEvent } from '../runtime/store.ts'
import type { Faulty } from './faulty.ts'
import { CALL, type Life, SEND } from './life.ts'
import { faultySubscription } from './receiving.ts'
import { faultySend } from './sending.ts'
import { faultyStore } from './store.ts'

/** The ports of a process, with faults around them. Its effects get theirs by `mortalEffects`. */
export function faultyPorts(
  service: Service,
  { store, log }: Pick<Parts, 'store' | 'log'>,
  faulty: Faulty,
): Pick<Parts, 'store' | 'log'> {
  const publishEarly = async (events: readonly EncodedEvent[]): Promise<void> => {
    const records = events.filter(({ published }) => published).map((event) => toRecord(service, event))
    // What is lost here, the relay sends after the commit.
    if (service.topic !== undefined && records.length > 0) await log.send(service.topic, records).catch(() => undefined)
  }
  return { store: faultyStore(store, faulty, publishEarly), log: faultyLog(log, store, faulty) }
}

function faultyLog(log: Log, store: Parts['store'], faulty: Faulty): Log {
  const { life } = faulty
  const send = faultySend((topic, records) => log.send(topic, records), store, faulty)
  return {
    send: (topic, records) => life.does('sending', () => send(topic, records), SEND),
    subscribe: (options) => life.heard(() => log.subscribe(faultySubscription(options, store, faulty))),
    bounds: (topics) => life.heard(() => log.bounds(topics)),
    close: () => log.close(),
  }
}

/** The process may die before each call to the outside, and after its response. */
export const mortalEffects = ({ effects }: Pick<Service, 'effects'>, life: Life): Service['effects'] =>
  effects.map((effect) => ({
    ...effect,
    call: (request, ports) => life.does(`the ${effect.name} call`, () => effect.call(request, ports), CALL),
  }))
