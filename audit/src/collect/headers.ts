import { sourceOf, typeOf } from '@bistro/events'
import { SERVICES, type ServiceName } from '@bistro/services'
import type { PublishedEvent } from './publication.ts'
import type { TopicRecord } from './topics.ts'

const ownersBySource = new Map(SERVICES.map((owner) => [sourceOf(owner), owner]))
const SEQUENCE = /^[1-9][0-9]{0,8}$/

/** The event that a record's headers identify; undefined if they do not identify one. */
export function publishedIn({
  topic,
  headers,
  value,
}: TopicRecord): { owner: ServiceName; event: PublishedEvent } | undefined {
  const { ce_source = '', ce_subject, ce_sequence = '', ce_id, ce_type = '' } = headers
  const owner = ownersBySource.get(ce_source)
  if (!owner || !ce_subject || !ce_id || !SEQUENCE.test(ce_sequence)) return undefined
  const type = typeOf(ce_type) ?? ce_type
  return { owner, event: { topic, stream: ce_subject, version: Number(ce_sequence), id: ce_id, type, value } }
}
