import type { Decoded } from '@bistro/audit'
import type { SeenRecord } from '@bistro/client'
import { typeOf } from '@bistro/events'
import { sanitize } from '../terminal/sanitize.ts'
import { style } from '../terminal/style.ts'
import { payloadLine } from './payload.ts'

const SERVICE_WIDTH = 12
const TYPE_WIDTH = 32

/** The event that a record's headers name, in this program's own words where it knows them. */
export const typeIn = ({ headers }: SeenRecord): string | undefined =>
  headers.ce_type === undefined ? undefined : (typeOf(headers.ce_type) ?? headers.ce_type)

/** A record as one line: time, service, event, stream, saga, and what it says. Anybody may have written it. */
export function recordLine(record: SeenRecord, said: Decoded): string {
  const { headers, topic, partition, offset } = record
  const { ce_time = '', ce_sequence = '?', ce_subject = '?', ce_correlationid } = headers
  const time = sanitize(/T(.*)$/.exec(ce_time)?.[1] ?? '(no time)')
  const service = style.cyan((topic.split('.')[1] ?? topic).padEnd(SERVICE_WIDTH))
  const name = style.bold(sanitize(`${typeIn(record) ?? '(no type)'}@${ce_sequence}`).padEnd(TYPE_WIDTH))
  const saga = ce_correlationid === undefined ? '' : style.dim(sanitize(`saga ${ce_correlationid}  `))
  const place = `${topic}/${partition}/${offset}`
  const text =
    'data' in said ? payloadLine(said.data) : style.red(`not decoded (${place}): ${sanitize(said.undecoded)}`)
  return `${time}  ${service} ${name} ${sanitize(ce_subject)}  ${saga}${text}`.trimEnd()
}
