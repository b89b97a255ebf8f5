import { StackError } from '@bistro/client/errors'
import {
  BROKERS,
  type BrokerName,
  EXTERNALS,
  type ExternalName,
  PROGRAMS,
  type ProgramName,
  type ServiceName,
  servicesWithout,
} from '@bistro/client/names'
import { LEAVABLE } from '@bistro/services'

/** How slow the world outside is, and the like; milliseconds, chosen for a person who watches. */
const DEFAULTS = {
  BISTRO_PSP_LATENCY_MS: '300',
  BISTRO_PSP_SLOW_MS: '5000',
  BISTRO_CARRIER_DISPATCH_MS: '3000',
  BISTRO_CARRIER_DELIVER_MS: '3000',
  BISTRO_PAYMENT_DEADLINE_MS: '8000',
  BISTRO_REFUND_BACKOFF_MS: '1000',
  BISTRO_LOG_LEVEL: 'info',
  /** Brokers in mode local: 1 or 3. */
  BISTRO_BROKERS: '1',
  /** `off` leaves the gateway and the console out. */
  BISTRO_CONSOLE: 'on',
  /** `off` leaves notification and the mail server out. */
  BISTRO_NOTIFICATION: 'on',
  /** `on`: services may be broken on purpose. */
  BISTRO_FAULTS: 'off',
  /** Where relays get committed events from: `outbox`, or `wal`, the write-ahead log of their Postgres. */
  BISTRO_RELAY: 'outbox',
  /** Schemas in the registry that deployment may give up, as its refusal names them, separated by commas. */
  BISTRO_DROP_SCHEMAS: '',
} as const

export type SettingName = keyof typeof DEFAULTS
export type Settings = Readonly<Record<SettingName, string>>

const NAMES = Object.keys(DEFAULTS) as SettingName[]

/** The settings of a stack: the defaults, and what `given` (the environment, say) says of them. Throws a StackError. */
export function settingsFrom(given: Readonly<Record<string, string | undefined>>): Settings {
  const settings = NAMES.map((name) => [name, given[name] || DEFAULTS[name]] as const)
  const wrong = settings.filter(([name, value]) => name.endsWith('_MS') && !/^\d+$/.test(value))
  if (wrong.length > 0) {
    const found = wrong.map(([name, value]) => `  ${name} is '${value}'`).join('\n')
    throw new StackError(
      `Invalid settings; milliseconds are whole numbers from 0:\n${found}`,
      `${wrong[0]?.[0]}=300 npm start`,
    )
  }
  const all = Object.fromEntries(settings) as Settings
  assertSwitch(all, 'BISTRO_CONSOLE', 'off')
  assertSwitch(all, 'BISTRO_NOTIFICATION', 'off')
  assertSwitch(all, 'BISTRO_FAULTS', 'on')
  assertRelay(all)
  assertNumberOfBrokers(all)
  return all
}

function assertSwitch(settings: Settings, name: keyof Settings, other: string): void {
  if (settings[name] === 'on' || settings[name] === 'off') return
  throw new StackError(
    `Invalid setting: ${name} is '${settings[name]}'; it is on or off.`,
    `${name}=${other} npm start`,
  )
}

function assertRelay({ BISTRO_RELAY: relay }: Settings): void {
  if (relay === 'outbox' || relay === 'wal') return
  throw new StackError(
    `Invalid setting: BISTRO_RELAY is '${relay}'; it is outbox or wal.`,
    'BISTRO_RELAY=wal npm start   (docs/log/relays.md says when to take which)',
  )
}

export const relaysFromWal = ({ BISTRO_RELAY }: Settings): boolean => BISTRO_RELAY === 'wal'

function assertNumberOfBrokers({ BISTRO_BROKERS: number }: Settings): void {
  if (number === '1' || number === '3') return
  throw new StackError(`Invalid setting: BISTRO_BROKERS is '${number}'; it is 1 or 3.`, 'BISTRO_BROKERS=3 npm start')
}

/** The brokers that a stack has. */
export const brokersOf = ({ BISTRO_BROKERS }: Settings): readonly BrokerName[] =>
  BROKERS.slice(0, Number(BISTRO_BROKERS))

/** Whether the stack has a gateway. */
export const hasGateway = ({ BISTRO_CONSOLE }: Settings): boolean => BISTRO_CONSOLE === 'on'

/** The services that a stack leaves out. */
export const leftOut = ({ BISTRO_NOTIFICATION }: Settings): readonly ServiceName[] =>
  BISTRO_NOTIFICATION === 'on' ? [] : [LEAVABLE]

export const servicesOf = (settings: Settings): readonly ServiceName[] => servicesWithout(leftOut(settings))

/** Nobody writes to the mail server without notification. */
export const externalsOf = (settings: Settings): readonly ExternalName[] =>
  EXTERNALS.filter((name) => name !== 'mail' || leftOut(settings).length === 0)

/** The programs that a stack has: services, and the gateway, unless they are left out. */
export const programsOf = (settings: Settings): readonly ProgramName[] => {
  const left: readonly ProgramName[] = [...leftOut(settings), ...(hasGateway(settings) ? [] : ['gateway' as const])]
  return PROGRAMS.filter((program) => !left.includes(program))
}

/** Those of the settings whose names begin with one of the prefixes: what one process is given. */
export const settingsFor = (settings: Settings, ...prefixes: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => prefixes.some((prefix) => name.startsWith(prefix))))
