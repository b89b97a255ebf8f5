/** How long a bench takes. */
export interface Length {
  /** Runs of each subject. */
  readonly repeats: number
  /** Of load in each run; the drain comes on top. */
  readonly seconds: number
  /** V8 and the broker's JVM compile hot code for more than a minute under load: until then a saga costs up to twice as much. */
  readonly warmUpSeconds: number
}
