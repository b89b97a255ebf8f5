import type { RecordOfTopic } from '@bistro/workshop'

/** What a topic has of one type of event of one stream. Records of one stream lie in one partition, in the order of arrival. */
export interface Wire {
  /** Copies that come after another event of the stream. */
  readonly lateCopies: number
  /** Events that come after a later one of the stream. */
  readonly overtaken: number
  /** What comes through a gate: each version once. */
  readonly events: readonly RecordOfTopic[]
}

export function wireOf(records: readonly RecordOfTopic[], stream: string, type: string): Wire {
  const own = records.filter(({ headers }) => headers.ce_subject === stream)
  const versions = own.map(({ headers }) => Number(headers.ce_sequence))
  const isMeant = (index: number): boolean => own[index]?.headers.ce_type === type
  const isFirst = (index: number): boolean => versions.indexOf(versions[index]!) === index
  const isBehind = (index: number): boolean => versions.slice(0, index).some((earlier) => earlier > versions[index]!)
  const indexes = [...versions.keys()].filter(isMeant)
  return {
    lateCopies: indexes.filter((index) => !isFirst(index) && versions[index - 1] !== versions[index]).length,
    overtaken: indexes.filter((index) => isFirst(index) && isBehind(index)).length,
    events: indexes.filter(isFirst).map((index) => own[index]!),
  }
}
