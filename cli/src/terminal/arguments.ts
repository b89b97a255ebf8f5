import { parseArgs } from 'node:util'

/** Something was typed that the command does not know. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const unknownArgument = (argument: string): UsageError => new UsageError(`Unknown argument '${argument}'.`)

/** Which of the flags were given; throws a UsageError for anything else. */
export function onlyFlags<Flag extends string>(args: readonly string[], flags: readonly Flag[]): Record<Flag, boolean> {
  const unknown = args.find((arg) => !(flags as readonly string[]).includes(arg))
  if (unknown !== undefined) throw unknownArgument(unknown)
  return Object.fromEntries(flags.map((flag) => [flag, args.includes(flag)])) as Record<Flag, boolean>
}

/** Throws a UsageError if anything was given. */
export function noArguments(args: readonly string[]): void {
  if (args[0] !== undefined) throw unknownArgument(args[0])
}

/** Throws a UsageError for the first that looks like an option: the command has none. */
export function noOptions(args: readonly string[]): void {
  const unknown = args.find((arg) => arg.startsWith('-'))
  if (unknown !== undefined) throw unknownArgument(unknown)
}

type Values<Name extends string> = Partial<Record<Name, string>>

/** The values of options that each take one, such as `--card tok_ok`; throws a UsageError for anything else. */
export const readOptions = <Name extends string>(args: readonly string[], names: readonly Name[]): Values<Name> =>
  parsed(args, names, false).values

/** Words, and the values of options that each take one; throws a UsageError for anything else. */
export function readValued<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
): Values<Name> & { readonly positionals: readonly string[] } {
  const { values, positionals } = parsed(args, names, true)
  const empty = names.find((name) => values[name] === '')
  if (empty !== undefined) throw new UsageError(`Missing value of --${empty}.`)
  return { ...values, positionals }
}

function parsed<Name extends string>(args: readonly string[], names: readonly Name[], allowPositionals: boolean) {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, strict: true, allowPositionals })
    return { values: values as Values<Name>, positionals }
  } catch (error) {
    throw new UsageError(parseFault(error))
  }
}

/** What `parseArgs` found wrong, in the words of all commands. */
export function parseFault(error: unknown): string {
  const [message = ''] = (error as Error).message.split('\n')
  const unknown = /^(?:Unknown option|Unexpected argument) '([^']*)'/.exec(message)?.[1]
  return unknown === undefined ? `${message.split('. ')[0]?.replace(/\.$/, '')}.` : unknownArgument(unknown).message
}
