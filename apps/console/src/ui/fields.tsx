const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isMoney = (value: Record<string, unknown>): value is { amount: number; currency: string } =>
  typeof value.amount === 'number' && typeof value.currency === 'string' && Object.keys(value).length === 2

const MINOR_UNITS = 100

export const money = ({ amount, currency }: { amount: number; currency: string }): string =>
  `${(amount / MINOR_UNITS).toLocaleString('en', { minimumFractionDigits: 2 })} ${currency}`

/** Any JSON, as names and values. Everything is shown as text. */
export function Fields({ value }: { value: unknown }) {
  if (!isRecord(value) || isMoney(value)) return <Value value={value} />
  return (
    <dl className="fields">
      {Object.entries(value).map(([name, inner]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Value value={inner} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Value({ value }: { value: unknown }) {
  if (isRecord(value)) return isMoney(value) ? <span>{money(value)}</span> : <Fields value={value} />
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
