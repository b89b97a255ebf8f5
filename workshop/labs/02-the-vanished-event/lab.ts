import type { Lab } from '@bistro/workshop'
import { verify } from './verify.ts'

export const lab: Lab = {
  number: 2,
  title: 'The vanished event',
  minutes: 30,
  page: '/faults',
  needs: 'stack',
  hints: [
    'One system stores the event, another one publishes it. Which two calls are that, in which order, and what is lost if the process dies between them? Would the other order be better?',
    'Look at `runBatch` in libs/kit/src/runtime/batch.ts. Nothing remembers that an event is still to be published. The database can: the same transaction that stores the events can leave an entry in the table `outbox`. The relay (outbox-relay.ts, beside batch.ts) publishes from there what a dead process has left. Who leaves that entry out today? Follow `withoutOutbox`.',
    'In libs/kit/src/postgres/store.ts, let transactions leave their entry, but not for a relay that reads the write-ahead log: `withoutOutbox: wal !== undefined`. In batch.ts, take the id of the entry, `const { outboxId } = await transaction.write(...)`, delete `send`, and hand the entry to the relay: `return { ...result, outbox: outboxId === undefined ? undefined : { id: outboxId, events: events.filter(({ published }) => published) } }`.',
  ],
  atFirst: { what: 'What is stored is published', saw: /the topic has no event of it/ },
  wrongly: { what: 'What is published is stored', saw: /on the topic that the service does not know/ },
  verify,
}
