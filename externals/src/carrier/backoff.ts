const FIRST_MS = 100
const LONGEST_MS = 5_000

/** Milliseconds to wait after this number of failures in a row; `random`, from 0 to 1, spreads the senders. */
export function backoffMs(failures: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1))
  return full * (0.5 + random / 2)
}
