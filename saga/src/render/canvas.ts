import type { Service } from '@bistro/kit'
import { labelOf, type Reaction } from '../explore/explore.ts'
import { wordsOf } from '../model.ts'

/** One service's part: what comes to it, and what it may write because of that. */
export function renderCanvas(service: Service, reactions: readonly Reaction[]): string {
  if (service.topic === undefined) return 'None: it reads what the others publish, and publishes nothing.'
  const arrows = new Map<string, { from: Reaction['cause']; to: Set<string> }>()
  for (const { cause, events } of reactions.filter((reaction) => reaction.service === service.name)) {
    const known = arrows.get(wordsOf(cause)) ?? { from: cause, to: new Set<string>() }
    for (const event of events) known.to.add(labelOf(event))
    arrows.set(wordsOf(cause), known)
  }
  const outputs = [...new Set([...arrows.values()].flatMap(({ to }) => [...to]))].sort()
  return [
    '```mermaid',
    'flowchart LR',
    ...[...arrows].map(([words, { from }], index) => `  i${index}${shapeOf(from.kind, words)}`),
    ...outputs.map((label, index) => `  o${index}["${label}"]`),
    ...[...arrows.values()].map(
      ({ to }, index) => `  i${index} --> ${[...to].map((label) => `o${outputs.indexOf(label)}`).join(' & ')}`,
    ),
    '```',
    '',
    'Rounded: an event of another service. Slanted: a request. Hexagon: a timer. Double line: the answer to a call.',
  ].join('\n')
}

function shapeOf(kind: Reaction['cause']['kind'], words: string): string {
  switch (kind) {
    case 'event':
      return `(["${words}"])`
    case 'request':
      return `[/"${words}"/]`
    case 'timer':
      return `{{"${words}"}}`
    case 'answer':
      return `[["${words}"]]`
    default:
      return kind satisfies never
  }
}
