/** One record of a topic, as it came. */
export interface SeenRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: string
  /** The stream, by which it was placed. */
  readonly key: string | undefined
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly value: Buffer
}

export interface Following {
  /** Absent: all. */
  readonly topics?: readonly string[]
  /** Of those that are there as well; otherwise from now on. */
  readonly fromBeginning?: boolean
  /** Told when the broker cannot be read, and when it can be again. */
  readonly onBroker?: (isThere: boolean) => void
}

export interface RecordReader {
  /** Resolves with why, should it end by itself. */
  readonly ended: Promise<string>
  close(): Promise<void>
}
