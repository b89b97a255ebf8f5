import type { RawRecord } from '../../model/event.ts'
import type { Service } from '../../model/service.ts'
import { disbeliefIn } from '../envelope.ts'

/** An event of the service's own as it stands on its topic: not decoded. */
export interface OwnRecord {
  readonly stream: string
  readonly version: number
  readonly id: string
  readonly type: string
  readonly raw: RawRecord
}

/** Undefined for a record that is not the service's. */
export function ownRecordOf(service: Service, raw: RawRecord): OwnRecord | undefined {
  if (disbeliefIn(service, raw)) return undefined
  const { ce_subject: stream = '', ce_id: id = '', ce_sequence, ce_type = '' } = raw.headers
  return { stream, id, version: Number(ce_sequence), type: ce_type.slice(ce_type.lastIndexOf('.') + 1), raw }
}
