import { services } from './services.ts'

/** The services that do something at an event: by a policy or by a view. */
export const readersOf = (type: string): string[] =>
  Object.values(services).flatMap(({ name, policies, views }) =>
    type in policies || views.some((view) => view.source === 'replicated' && type in view.on) ? [name] : [],
  )
