import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { cancellationRequest } from '../../api/cancellation.ts'
import { Button, Card, CopyCurl, Field, money, ProblemState, Select } from '../../ui/index.ts'
import type { Evenings } from './evening.ts'
import { accountRequest, eveningRequest, reservationRequest } from './requests.ts'
import { CARDS, type Choice, KITS, ORDINARY, POSTCODES, SCENARIOS } from './scenarios.ts'

interface Props {
  readonly evenings: UseQueryResult<Evenings>
  readonly isBusy: boolean
  readonly onStart: (choice: Choice, eveningId: string | undefined) => void
}

const options = (pairs: readonly (readonly [string, string])[]) =>
  pairs.map(([key, what]) => [key, `${key}: ${what}`] as const)
const LIKE = SCENARIOS.map(({ name }) => [name, name] as const)
const MAX_TITLE = 60
const short = (text: string) => (text.length > MAX_TITLE ? `${text.slice(0, MAX_TITLE)}…` : text)

export function ByHand({ evenings, isBusy, onStart }: Props) {
  const [choice, setChoice] = useState<Choice>(ORDINARY)
  const [scenario, setScenario] = useState(SCENARIOS[0]!.name)
  const [eveningId, setEvening] = useState('')
  const like = (name: string) => {
    setScenario(name)
    setChoice(SCENARIOS.find((each) => each.name === name)!.choice)
    setEvening('')
  }
  const change = (part: Partial<Choice>) => setChoice((old) => ({ ...old, ...part }))
  const items = evenings.data?.items ?? []
  const evening = items.find((each) => each.eveningId === eveningId)
  const kits = evening?.kits ?? KITS
  const sku = kits.some((kit) => kit.sku === choice.sku) ? choice.sku : kits[0]!.sku
  const chosen = { ...choice, sku }
  const titles = items.map(({ eveningId, title, free, date }) => {
    const text = `${short(title)}, ${date.slice(0, 10)}, ${free} free`
    return [eveningId, text] as const
  })
  return (
    <Card title="By hand">
      {evenings.error && <ProblemState error={evenings.error} />}
      <form
        className="by-hand"
        onSubmit={(event) => {
          event.preventDefault()
          onStart(chosen, evening?.eveningId)
        }}
      >
        <Select label="As in the scenario" value={scenario} options={LIKE} onChange={like} />
        <Select label="Evening" value={eveningId} options={[['', 'a new one'], ...titles]} onChange={setEvening} />
        <Amount label="Seats" value={choice.seats} onChange={(seats) => change({ seats })} />
        <Select
          label="Kit"
          value={sku}
          options={kits.map((kit) => [kit.sku, `${short(kit.name)}, ${money(kit.price)}`])}
          onChange={(next) => change({ sku: next })}
        />
        <Amount label="Kits" value={choice.quantity} onChange={(quantity) => change({ quantity })} />
        <Select
          label="Card"
          value={choice.cardToken}
          options={options(CARDS)}
          onChange={(cardToken) => change({ cardToken })}
        />
        <Select
          label="Postcode"
          value={choice.postcode}
          options={options(POSTCODES)}
          onChange={(postcode) => change({ postcode })}
        />
        <Button variant="primary" type="submit" isDisabled={isBusy}>
          Reserve
        </Button>
      </form>
      <Curls choice={chosen} eveningId={evening?.eveningId} />
    </Card>
  )
}

function Amount({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) {
  return (
    <Field
      label={label}
      type="number"
      inputMode="numeric"
      value={String(value)}
      onChange={(text) => onChange(Math.max(1, Math.floor(Number(text)) || 1))}
    />
  )
}

/** In the third, names stand for the ids that the first two answer. */
function Curls({ choice, eveningId }: { choice: Choice; eveningId: string | undefined }) {
  const place = { customerId: 'CUSTOMER_ID', eveningId: eveningId ?? 'EVENING_ID', key: 'any-key-of-yours', tokens: [] }
  return (
    <div className="stack">
      <Step name="Opens an account">
        <CopyCurl request={accountRequest(choice)} />
      </Step>
      {eveningId === undefined && (
        <Step name="Opens an evening">
          <CopyCurl request={eveningRequest(choice, Date.now())} />
        </Step>
      )}
      <Step name="Asks for the seats">
        <CopyCurl request={reservationRequest(choice, place)} />
      </Step>
      {choice.cancelsAfter && (
        <Step name={`Cancels, after ${choice.cancelsAfter}`}>
          <CopyCurl request={cancellationRequest('RESERVATION_ID')} />
        </Step>
      )}
    </div>
  )
}

function Step({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <p className="small">{name}</p>
      {children}
    </div>
  )
}
