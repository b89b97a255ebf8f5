/** Randomness for the runtime: the machine's, or a simulation's. */
export interface Random {
  /** 0 ≤ x < 1. */
  fraction(): number
  /** UUID v7. */
  newId(): string
  /** Random bytes as lowercase hex. */
  newHex(bytes: number): string
}
