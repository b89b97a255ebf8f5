import type { Lab } from '@bistro/workshop'
import { verify } from './verify.ts'

export const lab: Lab = {
  number: 12,
  title: 'The wrong key',
  minutes: 25,
  page: '/partitions',
  needs: 'stack',
  hints: [
    'Kafka keeps order within one partition. What decides to which partition a record goes, and what must stay in order here?',
    "Every service turns its events into records in one place: the function `toRecord` in libs/kit/src/runtime/envelope.ts. Look at the record's key. What do readers need in order: events of one kind, of one saga, or of one stream?",
    'Key each record by its stream: `return { key: event.stream, value: event.bytes, headers }`. A saga is no key: a guest takes part in many sagas, and the events of one guest must stay in order.',
  ],
  atFirst: { what: 'All events of a stream have one key', saw: /18 of 18 streams of bistro\.order\.v1/ },
  wrongly: {
    what: 'All events of a stream have one key',
    saw: /several keys in 6 of 6 streams of bistro\.customer\.v1\. For example/,
  },
  verify,
}
