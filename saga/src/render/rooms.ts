import type { Room } from '../../../architecture/rooms.ts'
import { code } from '../markdown.ts'

/** The rooms: the arrows that are not implied by others as a picture, and each with all that it may import. */
export const renderRooms = (rooms: readonly Room[]): string =>
  [
    '```mermaid',
    'flowchart BT',
    ...rooms.flatMap((room) => arrowsOf(room, rooms)),
    '```',
    '',
    ...rooms.map(lineOf),
  ].join('\n')

const lineOf = ({ name, what, mayImport, isPure }: Room): string =>
  `- ${code(name)}${isPure ? ' (pure)' : ''}: ${what}. May import ${mayImport.map(code).join(', ') || 'nothing'}.`

function arrowsOf({ name, mayImport }: Room, rooms: readonly Room[]): string[] {
  const others = mayImport.filter((other) => other !== name)
  const implied = new Set(others.flatMap((other) => [...reachable(other, rooms)]))
  const direct = others.filter((other) => !implied.has(other))
  return [`  ${idOf(name)}["${name}"]`, ...direct.map((other) => `  ${idOf(name)} --> ${idOf(other)}`)]
}

/** What a room may import, and what that may. */
function reachable(name: string, rooms: readonly Room[], seen = new Set<string>()): Set<string> {
  for (const other of rooms.find((room) => room.name === name)?.mayImport ?? []) {
    if (other === name || seen.has(other)) continue
    seen.add(other)
    reachable(other, rooms, seen)
  }
  return seen
}

const idOf = (name: string): string => name.replace('/', '_')
