import type { RecordOfTopic } from '@bistro/workshop'

/** The records of one stream, in the order in which its partition has them. */
export interface Wire {
  readonly versions: readonly number[]
  /** Copies that come after another event of the stream. */
  readonly lateCopies: number
  /** Events that come after a later one. */
  readonly overtaken: number
  /** What comes through a gate: each version once. */
  readonly events: readonly RecordOfTopic[]
}

export function wireOf(records: readonly RecordOfTopic[], stream: string): Wire {
  const own = records.filter(({ headers }) => headers.ce_subject === stream)
  const versions = own.map(versionOf)
  const isFirst = (index: number): boolean => versions.indexOf(versions[index]!) === index
  return {
    versions,
    lateCopies: versions.filter((version, index) => !isFirst(index) && versions[index - 1] !== version).length,
    overtaken: versions.filter((version, index) => isFirst(index) && Math.max(...versions.slice(0, index)) > version)
      .length,
    events: own.filter((_, index) => isFirst(index)),
  }
}

const versionOf = ({ headers }: RecordOfTopic): number => Number(headers.ce_sequence)
