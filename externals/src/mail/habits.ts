/** How the mail server behaves; the part before the @ of the recipient says which. */
export interface Habit {
  /** Refused for good: there is no such mailbox. */
  readonly refuses?: true
  /** How often it asks to come again before it takes the mail. */
  readonly laterTimes?: number
  /** Takes the mail, and drops the connection before it says so. */
  readonly losesAnswer?: true
}

const HABITS: Readonly<Record<string, Habit>> = {
  nobody: { refuses: true },
  later: { laterTimes: 2 },
  'lost-answer': { losesAnswer: true },
}

export function habitOf(address: string): Habit {
  const [name = ''] = address.split('@', 1)
  return Object.hasOwn(HABITS, name) ? (HABITS[name] ?? {}) : {}
}
