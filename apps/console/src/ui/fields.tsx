import { Id } from './id.tsx'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isMoney = (value: Record<string, unknown>): value is { amount: number; currency: string } =>
  typeof value.amount === 'number' && typeof value.currency === 'string' && Object.keys(value).length === 2

const MINOR_UNITS = 100

export const money = ({ amount, currency }: { amount: number; currency: string }): string =>
  `${(amount / MINOR_UNITS).toLocaleString('en', { minimumFractionDigits: 2 })} ${currency}`

/** What needs the whole width, below its name. */
const isNested = (value: unknown): boolean =>
  Array.isArray(value) ? value.some(isNested) : isRecord(value) && !isMoney(value) && Object.keys(value).length > 0

/** Any JSON, as names and values. Everything is shown as text. */
export function Fields({ value }: { value: unknown }) {
  if (!isRecord(value) || isMoney(value)) return <Value value={value} />
  return (
    <dl className="fields">
      {Object.entries(value).map(([name, inner]) => (
        <div key={name} data-nested={isNested(inner) || undefined}>
          <dt>{UUID.test(name) ? <Id id={name} /> : name}</dt>
          <dd>
            <Value value={inner} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function RecordValue({ value }: { value: Record<string, unknown> }) {
  if (isMoney(value)) return <span>{money(value)}</span>
  return Object.keys(value).length === 0 ? <span className="soft">none</span> : <Fields value={value} />
}

function Value({ value }: { value: unknown }) {
  if (isRecord(value)) return <RecordValue value={value} />
  if (typeof value === 'string' && UUID.test(value)) return <Id id={value} />
  if (!Array.isArray(value)) return <span className="foreign">{value === null ? '–' : String(value)}</span>
  if (value.length === 0) return <span className="soft">none</span>
  return (
    <ol className="fields-list">
      {value.map((each, index) => (
        <li key={index}>
          <Value value={each} />
        </li>
      ))}
    </ol>
  )
}
