import type { Page, StoredCommand } from '../runtime/store.ts'
import type { Tables } from './tables.ts'

export function pageOfCommands({ commands }: Tables, { limit, after }: Page, stream?: string): StoredCommand[] {
  const items: StoredCommand[] = []
  const before = after === undefined ? commands.length : Math.min(commands.length, Number(after) - 1)
  for (let index = before - 1; index >= 0 && items.length < limit; index -= 1) {
    const command = commands[index]
    if (command && (stream === undefined || command.stream === stream))
      items.push({ ...command, id: String(index + 1) })
  }
  return items
}
