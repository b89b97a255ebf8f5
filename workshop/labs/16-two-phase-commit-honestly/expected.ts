/** A question about the learner's own run. */
export interface Expected {
  readonly name: string
  /** The check, as a sentence's subject. */
  readonly what: string
  /** What the report says; shown beside a wrong answer. */
  readonly because: string
  isRight(answer: string): boolean
}

const TOLERANCE = 0.05
/** The last digit that is asked for. */
const DIGIT = 0.1

export const isNear = (answer: number, right: number): boolean =>
  Math.abs(answer - right) <= Math.max(DIGIT, right * TOLERANCE)

/** `1,234` of the page, `6.2 s` or `6,2` of a person; NaN where there is no number. */
export function number(text = ''): number {
  const digits = text.replaceAll(/[\s,](?=\d{3}(\D|$))/g, '').replace(',', '.')
  return Number.parseFloat(digits)
}
