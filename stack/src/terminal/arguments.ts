/** Something was typed that no command understands. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Whether `flag` was given; throws a UsageError for anything else. */
export function onlyFlag(args: readonly string[], flag: string): boolean {
  const stranger = args.find((arg) => arg !== flag)
  if (stranger !== undefined) throw new UsageError(`'${stranger}' is not understood.`)
  return args.includes(flag)
}

/** Throws a UsageError if anything was given. */
export function noArguments(args: readonly string[]): void {
  if (args.length > 0) throw new UsageError(`'${args[0]}' is not understood.`)
}
