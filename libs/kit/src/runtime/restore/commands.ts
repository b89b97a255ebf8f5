import type { AnyCommand, Message, RawRecord } from '../../model/event.ts'
import { foldRows, keysOf } from '../../model/rebuild.ts'
import { policyOf, type Service } from '../../model/service.ts'
import { pairKey } from '../../model/unit-of-work.ts'
import type { Row } from '../../model/view.ts'
import { toInput } from '../learning.ts'
import { InOrder } from './in-order.ts'
import type { RestoreParts } from './parts.ts'
import { readAll } from './read-all.ts'

/** A message that began a stream, and the view row that its command was made from. */
interface Beginning {
  readonly message: Message & { readonly data: object }
  readonly row: string | undefined
}

/**
 * The commands that began streams, made again from the messages that caused them, for aggregates whose timers and effects
 * need what no event has (a card token, an address).
 * @param causes by stream @returns by stream
 */
export async function recallCommands(
  parts: RestoreParts,
  causes: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, AnyCommand>> {
  const { service } = parts
  const recalling = new Set(service.aggregates.filter(({ recallsCommand }) => recallsCommand).map(({ name }) => name))
  if (recalling.size === 0 || causes.size === 0 || service.subscribes.length === 0) return new Map()
  const beginnings = await findBeginnings(parts, causes)
  const rows = await foldNeeded(parts, new Set([...beginnings.values()].flatMap(({ row }) => row ?? [])))
  const commands = new Map<string, AnyCommand>()
  for (const [stream, { message, row }] of beginnings) {
    const policy = policyOf(service, message.type)
    const found = row === undefined ? {} : rows.get(row)
    if (policy && found && recalling.has(policy.aggregate))
      commands.set(stream, policy.command(message.data, found, message))
  }
  return commands
}

async function findBeginnings(
  parts: RestoreParts,
  causes: ReadonlyMap<string, string>,
): Promise<Map<string, Beginning>> {
  const { service } = parts
  const wanted = new Set(causes.values())
  const beginnings = new Map<string, Beginning>()
  await readAll(parts, 'looking for commands', service.subscribes, async (records) => {
    for (const record of records) {
      if (!wanted.has(record.headers.ce_id ?? '')) continue
      const message = await messageIn(parts, record)
      const policy = message && policyOf(service, message.type)
      if (!message?.data || !policy) continue
      const needed = policy.needs?.(message.data)
      const stream = policy.stream(message.data)
      if (causes.get(stream) !== message.id) continue
      const row = needed && pairKey(needed.view, needed.key)
      beginnings.set(stream, { message: { ...message, data: message.data }, row })
    }
  })
  return beginnings
}

/** The rows of replicated views, as the topics make them. */
async function foldNeeded(parts: RestoreParts, wanted: ReadonlySet<string>): Promise<ReadonlyMap<string, Row | null>> {
  const rows = new Map<string, Row | null>()
  if (wanted.size === 0) return rows
  const { service } = parts
  const inOrder = new InOrder<Message>()
  await readAll(parts, 'looking for commands', service.subscribes, async (records) => {
    for (const record of records) {
      const message = await messageIn(parts, record)
      for (const next of message ? inOrder.take(message.gate, message) : []) foldInto(rows, service, next, wanted)
    }
  })
  return rows
}

function foldInto(
  rows: Map<string, Row | null>,
  service: Service,
  message: Message,
  wanted: ReadonlySet<string>,
): void {
  for (const view of service.views) {
    if (view.source !== 'replicated') continue
    for (const key of keysOf(view, [message])) {
      const known = pairKey(view.name, key)
      if (!wanted.has(known)) continue
      const after = foldRows(view, [message], new Map([[key, rows.get(known) ?? null]])).get(key)
      if (after !== undefined) rows.set(known, after)
    }
  }
}

async function messageIn(parts: RestoreParts, record: RawRecord): Promise<Message | undefined> {
  const input = await toInput(parts, record)
  return input.kind === 'message' ? input.message : undefined
}
