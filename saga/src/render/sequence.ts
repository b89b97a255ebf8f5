import { labelOf } from '../explore/explore.ts'
import { causesOf, publishersOf, type Saga } from '../model.ts'
import { happyPath, type Scene } from './happy-path.ts'
import { undosOf } from './undos.ts'

/** Every message of the saga: the way to a good end, what may go wrong, and what is undone then. */
export function renderSequence(saga: Saga): string {
  return [
    '<!-- Generated from the services: npm run generate -->',
    '',
    '# The saga, message by message',
    '',
    '```mermaid',
    'sequenceDiagram',
    '  autonumber',
    '  actor Guest',
    ...['reservation', 'order', 'customer', 'payment', 'shipping'].map((name) => `  participant ${name}`),
    ...happyPath(saga.services).flatMap((scene) => sceneLine(scene)),
    '  rect rgba(220, 170, 60, 0.12)',
    '    Note over reservation,shipping: any step that fails ends the order',
    ...failures(saga),
    '  end',
    '  rect rgba(200, 80, 60, 0.12)',
    '    Note over reservation,shipping: one event compensates: each service undoes its own step',
    ...undoings(saga),
    '  end',
    '```',
    '',
    'Each step with its undo, and the tests that show both: [docs/saga](README.md).',
    '',
  ].join('\n')
}

const BEFORE: readonly string[] = ['POST /customers', 'POST /evenings']

function sceneLine(scene: Scene): string[] {
  switch (scene.kind) {
    case 'event':
      return [`  ${scene.from}-->>${scene.to}: ${scene.type}`]
    case 'call':
      return [`  Note over ${scene.service}: ${scene.name}, answered ${scene.answer}`]
    case 'request':
      if (BEFORE.includes(scene.name)) return []
      return scene.name.startsWith('carrier')
        ? [`  Note over ${scene.service}: ${scene.name.replace(':', ' says')}`]
        : [`  Guest->>${scene.service}: ${scene.name}`]
    default:
      return scene satisfies never
  }
}

/** The events that cancel an order, and with which reason. */
function failures(saga: Saga): string[] {
  const lines = causesOf(saga, 'OrderCancelled')
    .filter(({ kind }) => kind === 'event')
    .map(
      ({ name }) =>
        `    ${publishersOf(saga, name)[0]}-->>order: ${name}, so OrderCancelled{${reasonsAfter(saga, name).join(' or ')}}`,
    )
  return [...new Set(lines)]
}

function reasonsAfter({ reactions }: Saga, cause: string): string[] {
  const labels = reactions
    .filter((reaction) => reaction.cause.name === cause)
    .flatMap(({ events }) => events.filter(({ type }) => type === 'OrderCancelled').map(labelOf))
  return [...new Set(labels)].map((label) => label.slice(label.indexOf('{') + 1, -1))
}

const undoings = (saga: Saga): string[] =>
  undosOf(saga).map(({ service, undos }) => `    order-->>${service}: OrderCancelled, so ${undos.join(' or ')}`)
