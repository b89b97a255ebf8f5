/** What `--help` tells of a command. */
export interface Help {
  /** One line each: what may be typed, and what it does. */
  readonly usage: readonly string[]
  /** What may be added, with its default; lines after the first are indented like it. */
  readonly options?: readonly (readonly [name: string, what: string])[]
  /** Something to type as it is. */
  readonly example: string
}

/** The settings of every command that starts a stack. */
export const STACK_SETTINGS = [
  ['BISTRO_PORT_BASE=N', 'set before the command: the first port (default 4000)'],
  ['BISTRO_DATA_DIR=DIR', 'where data, logs and passwords are (default .bistro)'],
  ['BISTRO_BROKERS=3', 'starts three brokers, each record on all of them (default 1; docs/log/replication.md)'],
  ['BISTRO_FAULTS=on', 'lets PUT /faults break services on purpose (default off; docs/faults.md)'],
  ['BISTRO_RELAY=wal', 'relays read the write-ahead log of Postgres (default outbox; docs/log/relays.md)'],
  ['BISTRO_STACK=MODE', 'local, docker or memory (default: the first that this machine can run)'],
] as const

const SHOWN_TO_ALL = [['-h, --help', 'shows this text']] as const

/** Whether the arguments ask for help and for nothing else. */
export const asksForHelp = (args: readonly string[]): boolean =>
  args[0] === 'help' || args.some((arg) => arg === '--help' || arg === '-h')

export function helpOf({ usage, options = [], example }: Help): string {
  const all = [...options, ...SHOWN_TO_ALL]
  const width = Math.max(...all.map(([name]) => name.length))
  const indented = (what: string): string => what.replaceAll('\n', `\n${' '.repeat(width + 4)}`)
  return [
    usageOf(usage),
    `Options:\n${all.map(([name, what]) => `  ${name.padEnd(width)}  ${indented(what)}`).join('\n')}`,
    `Example:\n  ${example}`,
  ].join('\n\n')
}

export const usageOf = (usages: readonly string[]): string =>
  `Usage:\n${usages.map((usage) => `  ${usage}`).join('\n')}`
