import type { Money } from '@bistro/events'
import { endingsOf, type Fact, settlementsOf, wordsOf } from '@bistro/oracle'
import type { Report } from './audit.ts'
import { unfinishedLines } from './waiting/lines.ts'

const SHOWN_PER_INVARIANT = 20
const NAME_WIDTH = 12

/** What was checked, what was found, and how much of it, as lines of text. */
export function reportLines(report: Report): string[] {
  return [
    ...lookedAt(report),
    '',
    ...sagasOf(report),
    ...parkedIn(report),
    ...settledIn(report),
    '',
    ...unfinishedIn(report),
    ...findingsOf(report),
  ]
}

function lookedAt({ seen }: Report): string[] {
  const events = Object.entries(seen.events).map(([service, count]) => `${service} ${number(count)}`)
  const views = seen.views.map(({ service, view, rows }) => `${service}.${view} ${number(rows)}`)
  return [
    'Checked:',
    line('databases', `events: ${events.join(', ')}; ${number(seen.states)} stored states`),
    line('views', `rows: ${views.join(', ')}`),
    line('topics', `${number(seen.records)} records, ${number(seen.copies)} of them copies`),
    line(
      'outside',
      `the card provider, asked for ${number(seen.ledgers)} orders; the carrier, asked for ${number(seen.parcels)} parcels`,
    ),
  ]
}

function sagasOf({ facts, progress }: Report): string[] {
  const { underWay, settled, stuck } = progress
  const endings = Object.groupBy(
    [...facts.sagas.values()].flatMap((saga) => endingsOf(saga).slice(0, 1)),
    nameOf,
  )
  const ended = Object.entries(endings)
    .map(([ending, list]) => `${number(list?.length ?? 0)} ${ending}`)
    .sort()
  return [
    line(
      'sagas',
      `${number(facts.sagas.size)}: ${number(settled.length)} settled, ${number(underWay.length)} under way, ${number(stuck.length)} stuck`,
    ),
    ...(ended.length > 0 ? [line('endings', ended.join(', '))] : []),
  ]
}

const nameOf = ({ type, data }: { type: string; data: { reason?: string } }): string =>
  data.reason ? `${type}{${data.reason}}` : type

function parkedIn({ facts }: Report): string[] {
  return facts.parked.map(({ service, id, reason, source, stream, version, error }) => {
    // A record from the wrong owner has no source: its headers cannot be trusted.
    const what = source === '' ? error : `${source} ${stream}@${version}`
    return line('parked', `${service} ${id} (${reason}): ${what}`)
  })
}

/** Refunds settled by hand violate nothing and are not in the provider's ledger, so the report lists them. */
function settledIn({ facts }: Report): string[] {
  return [...facts.sagas.values()].flatMap((saga) =>
    settlementsOf(saga).map(({ stream, data }) =>
      line(
        'by hand',
        `refund of ${moneyOf(data.amount)} settled by hand: ${data.reason}${referred(data)}  (orderId ${stream})`,
      ),
    ),
  )
}

const referred = ({ reference }: Fact['data']): string => (reference ? `, reference ${reference}` : '')

function moneyOf(money: Money | undefined): string {
  if (!money) return '?'
  const { amount, currency } = money
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0
  return `${(amount / 10 ** digits).toFixed(digits)} ${currency}`
}

function unfinishedIn({ unfinished, facts }: Report): string[] {
  return unfinished.length === 0 ? [] : ['Sagas with work left:', ...unfinishedLines(unfinished, facts.nowMs), '']
}

function findingsOf({ findings }: Report): string[] {
  return findings.flatMap(({ invariant, violations }) => [
    `  ${invariant.number}  ${violations.length === 0 ? 'holds' : `${number(violations.length)} VIOLATED`}  ${invariant.name}`,
    ...violations.slice(0, SHOWN_PER_INVARIANT).map((violation) => `       ${wordsOf(violation)}`),
    ...(violations.length > SHOWN_PER_INVARIANT
      ? [`       ... and ${violations.length - SHOWN_PER_INVARIANT} more`]
      : []),
  ])
}

const line = (name: string, text: string): string => `  ${name.padEnd(NAME_WIDTH)}${text}`

const number = (count: number): string => count.toLocaleString('en')
