import type { Lab } from '@bistro/workshop'
import { verify } from './verify.ts'

export const lab: Lab = {
  number: 15,
  title: 'Read your own write',
  minutes: 30,
  page: '/faults',
  needs: 'stack',
  // So late that a learner has the time to cancel by hand.
  settings: { BISTRO_CARRIER_DISPATCH_MS: '180000' },
  hints: [
    'A response of a write carries a Consistency-Token, and the guest sends it with the next request, to whichever service. Follow this header into the service that reads: libs/kit/src/http. What is done with a token once its form is right?',
    'In libs/kit/src/http/tokens.ts, `honourTokens` refuses bad tokens and forgets the good ones. The runtime knows how to wait: see `reached` in libs/kit/src/runtime/runtime.ts, and read what it returns when the version does not come. `applicable` tells the source that it wants. What does a guest need to be told when the wait was in vain?',
    "In `honourTokens`, collect for each token { ...token, source: applicable(sources, token) }, await runtime.reached(source, stream, version) for all of them, and if one result is false, throw tryLater(503, 'not-caught-up', …) from problem.ts, which also sends Retry-After.",
  ],
  atFirst: { what: 'With the token, the list shows the cancellation', saw: /^[123] of 3 still say confirmed/ },
  wrongly: { what: 'What does not arrive in time is refused, not answered with old data', saw: /^200/ },
  verify,
}
