/** Chance as the runtime sees it: the machine's, or that of a simulation. */
export interface Random {
  /** 0 ≤ x < 1. */
  fraction(): number
  /** UUID v7. */
  newId(): string
  /** Lowercase hex of so many random bytes. */
  newHex(bytes: number): string
}
