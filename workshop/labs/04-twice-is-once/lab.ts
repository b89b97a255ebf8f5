import type { Lab } from '@bistro/workshop'
import { verify } from './verify.ts'

export const lab: Lab = {
  number: 4,
  title: 'Twice is once',
  minutes: 25,
  page: '/views',
  needs: 'stack',
  hints: [
    'The view is right while each event comes once and in order. Kafka promises neither. Who in the service decides whether a message is new, and what does it compare?',
    'The gate decides: `judge` in libs/kit/src/model/gate.ts. It knows of each stream the last event that it has let through, and compares ids. A copy of an older event has another id. Each event also has a version: 1, 2, 3 and so on in its stream, without gaps. Which versions may pass, which are copies, and which have to wait for others? messages.ts, which calls `judge`, knows what to do with each verdict.',
    "Compare versions. Exactly `gate.version + 1` is 'next'. A higher version is 'ahead': it waits until the missing ones have come. Everything else has passed before and is a 'duplicate'; if it has the last version and yet another id, two histories exist: 'divergent'.",
  ],
  atFirst: { what: 'The view equals its replay', saw: /too many/ },
  wrongly: { what: 'The view equals its replay', saw: /too few/ },
  verify,
}
