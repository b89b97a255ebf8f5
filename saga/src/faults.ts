import { type EventType, eventTypes, isEventType, ownerOf, topics } from '@bistro/events'
import type { Service } from '@bistro/kit'
import { causesOf, consumersOf, publishersOf, type Saga, testsOf } from './model.ts'

/** A sentence for each thing that is missing, with what to do; empty where the saga is complete. */
export function faultsOf(saga: Saga): string[] {
  return [
    ...Object.values(saga.services).flatMap((service) => deafEars(saga, service)),
    ...eventTypes.flatMap((type) => unheard(saga, type)),
    ...eventTypes.flatMap((type) => unclassified(saga, type)),
    ...saga.steps.flatMap((step) => notUndone(saga, step)),
    ...saga.steps.flatMap((step) => (testsOf(saga, step).length > 0 ? [] : [untested(step.event)])),
  ]
}

/** Policies and views for events that never come. */
function deafEars(saga: Saga, service: Service): string[] {
  const { name, policies, views } = service
  const ears = [
    ...Object.keys(policies).map((type) => ({ type, ear: `${name}: a policy for ${type}`, isOwn: false })),
    ...views.flatMap((view) =>
      Object.keys(view.on).map((type) => ({
        type,
        ear: `${name}: the view ${view.name} takes ${type}`,
        isOwn: view.source === 'own',
      })),
    ),
  ].filter(({ isOwn }) => !isOwn || service.topic !== undefined) // Without a topic, its own events are private: no contract has them.
  return ears.flatMap(({ type, ear, isOwn }) => {
    const why = whyNeverHeard(saga, service, type, isOwn)
    return why ? [`${ear}, ${why}`] : []
  })
}

function whyNeverHeard(saga: Saga, { name, subscribes }: Service, type: string, isOwn: boolean): string | undefined {
  if (!isEventType(type)) return 'which is not an event of the contract. Write its schema, or remove this handler.'
  if (publishersOf(saga, type).length === 0)
    return `which no service publishes: no input in any state leads ${ownerOf(type)} to it. Publish it, or remove this handler.`
  if (isOwn) return ownerOf(type) === name ? undefined : `as its own, but ${ownerOf(type)} publishes it.`
  if (!subscribes.includes(topics[ownerOf(type)])) return `but ${name} does not subscribe to ${topics[ownerOf(type)]}.`
  return undefined
}

function unheard(saga: Saga, type: EventType): string[] {
  const isHandled = consumersOf(saga, type).length > 0
  const isDeclared = type in saga.informational
  if (!isHandled && !isDeclared)
    return [
      `${type}: no service handles it. Write a policy, or name its readers in INFORMATIONAL (saga/src/declared.ts).`,
    ]
  if (isHandled && isDeclared)
    return [`${type}: declared informational, but ${consumersOf(saga, type).join(', ')} handles it.`]
  return publishersOf(saga, type).length > 0 ? [] : [`${type}: in the contract, but no input in any state leads to it.`]
}

function unclassified({ steps, noSteps }: Saga, type: EventType): string[] {
  const roles = [
    ...steps.filter(({ event }) => event === type).map(() => 'a step'),
    ...(steps.some(({ undo }) => typeof undo !== 'string' && undo.includes(type)) ? ['an undo'] : []),
    ...(type in noSteps ? ['no step'] : []),
  ]
  if (roles.length === 0)
    return [`${type}: is it a step, an undo or neither? Say so in STEPS or NO_STEPS (saga/src/declared.ts).`]
  return roles.length === 1 ? [] : [`${type}: declared as ${roles.join(' and ')}. Declare it as one of them.`]
}

function notUndone(saga: Saga, { event, undo }: Saga['steps'][number]): string[] {
  if (typeof undo === 'string') return undo ? [] : [`${event}: a step without an undo needs a reason.`]
  if (undo.length === 0) return [`${event}: a step without an undo. Name it, or write why there is none.`]
  return undo.flatMap((name) =>
    causesOf(saga, name, event).length > 0
      ? []
      : [`${event}: ${name} is declared as its undo, but after ${event} no input leads to ${name}.`],
  )
}

const untested = (event: string): string =>
  `${event}: no test names this step together with its undo. Write one beside its decide.ts or in e2e/journeys.`
