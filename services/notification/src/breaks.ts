import type { Breaks } from '@bistro/kit/faults'
import type { Ports } from './effects/ports.ts'

/** Safety nets of this service that can be removed on purpose. */
export const breaks: Breaks = {
  'mails-at-once': {
    what: 'A mail does not wait for the page that it links to.',
    changed: (service) => ({
      ...service,
      effects: service.effects.map((effect) => ({
        ...effect,
        call: (request: object, ports: unknown) => effect.call(request, shownAtOnce(ports as Ports)),
      })),
    }),
  },
}

const shownAtOnce = (ports: Ports): Ports => ({
  ...ports,
  pages: { shows: async () => true, linkTo: (page) => ports.pages.linkTo(page) },
})
