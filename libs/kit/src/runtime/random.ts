/** Randomness for the runtime: the machine's, or a simulation's. */
export interface Random {
  /** 0 ≤ x < 1. */
  fraction(): number
  /** UUID v7. */
  newId(): string
  /** Lowercase hex of so many random bytes. */
  newHex(bytes: number): string
}
