import { labelOf } from '../explore/explore.ts'
import { causesOf, publishersOf, type Saga } from '../model.ts'
import { happyPath, type Scene } from './happy-path.ts'

/** The saga as one picture: the way to a good end, what may go wrong, and what is undone then. */
export function renderPicture(saga: Saga): string {
  const scenes = happyPath(saga.services)
  const participants = inOrder(scenes)
  const all = `${participants[0]},${participants.at(-1)}`
  return [
    '```mermaid',
    'sequenceDiagram',
    '  autonumber',
    '  actor Guest',
    ...participants.map((name) => `  participant ${name}`),
    ...scenes.flatMap((scene) => sceneLine(scene)),
    '  rect rgba(220, 170, 60, 0.12)',
    `    Note over ${all}: whatever goes wrong on the way ends the order`,
    ...failures(saga),
    '  end',
    '  rect rgba(200, 80, 60, 0.12)',
    `    Note over ${all}: and one event compensates: each undoes its own step`,
    ...undoings(saga),
    '  end',
    '```',
  ].join('\n')
}

/** The services in the order in which they come in. */
const inOrder = (scenes: readonly Scene[]): string[] => [
  ...new Set(
    scenes.flatMap((scene) => {
      if (scene.kind === 'event') return [scene.from, scene.to]
      return scene.kind === 'request' && BEFORE.includes(scene.name) ? [] : [scene.service]
    }),
  ),
]

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

/** Whose news cancel an order, and with which reason. */
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

function undoings({ reactions, services }: Saga): string[] {
  return Object.values(services).flatMap(({ name }) => {
    const own = reactions.filter(({ service, cause }) => service === name && cause.name === 'OrderCancelled')
    const undos = [...new Set(own.flatMap(({ events }) => events.map(({ type }) => type)))]
    return undos.length > 0 ? [`    order-->>${name}: OrderCancelled, so ${undos.join(' or ')}`] : []
  })
}
