import type { RecordedCommand } from '../model/command.ts'
import type { Page, StoredCommand } from '../runtime/store.ts'
import { jsons, plain, texts, withoutNul } from './arrays.ts'
import type { Part } from './combine.ts'
import type { Query } from './connection.ts'
import { filtered } from './filtered.ts'

const COLUMNS = 'at, by, kind, type, stream, outcome, reason, events, caused_by, request'

/** The ids of a command's events travel as one text, as an array of arrays must be rectangular. */
const INSERT = `insert into commands (${COLUMNS})
  select at, by, kind, type, stream, outcome, reason, events::uuid[], caused_by, request
  from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[],
      $9::text[], $10::json[])
    as n (${COLUMNS})`

/** The audit trail's part of a batch's statement. */
export function* insertCommands(commands: readonly RecordedCommand[]): Generator<Part> {
  if (commands.length === 0) return
  yield [
    'insert_commands',
    INSERT,
    [
      plain(commands.map(({ at }) => at)),
      texts(commands.map(({ by }) => by)),
      texts(commands.map(({ kind }) => kind)),
      texts(commands.map(({ type }) => type)),
      plain(commands.map(({ stream }) => stream)),
      texts(commands.map(({ outcome }) => outcome)),
      texts(commands.map(({ reason }) => reason && withoutNul(reason))),
      texts(commands.map(({ events }) => plain(events))),
      texts(commands.map(({ causedBy }) => causedBy)),
      jsons(commands.map(({ request }) => request)),
    ],
  ]
}

interface CommandRecord extends Omit<RecordedCommand, 'at' | 'reason' | 'causedBy'> {
  readonly position: number
  readonly at: Date
  readonly reason: string | null
  readonly caused_by: string
}

export async function pageOfCommands(query: Query, { limit, after }: Page, stream?: string): Promise<StoredCommand[]> {
  const { name, text, values } = filtered(
    'page_commands',
    `select position, ${COLUMNS} from commands`,
    [
      stream !== undefined && { name: 'stream', text: 'stream = ?::uuid', values: [stream] },
      after !== undefined && { name: 'after', text: 'position < ?::bigint', values: [after] },
    ],
    'position desc',
    limit,
  )
  return (await query<CommandRecord>(name, text, values)).map(toCommand)
}

const toCommand = ({ position, at, reason, caused_by, ...row }: CommandRecord): StoredCommand => ({
  ...row,
  id: String(position),
  at: at.toISOString(),
  ...(reason !== null && { reason }),
  causedBy: caused_by,
})
