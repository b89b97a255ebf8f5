/** How long a bench takes. */
export interface Length {
  /** Runs of each contender. */
  readonly repeats: number
  /** Of load in each run; the drain comes on top. */
  readonly seconds: number
  readonly warmUpSeconds: number
}
