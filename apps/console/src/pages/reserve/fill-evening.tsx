import { useRef, useState } from 'react'
import { Link } from 'react-router'
import { Problem } from '../../api/problem.ts'
import { Button, Card, Field, Id, Select } from '../../ui/index.ts'
import { runBounded } from './bounded.ts'
import { openEvening, reserveSeats } from './reserve-seats.ts'
import { type Choice, ORDINARY, SCENARIOS } from './scenarios.ts'

const AT_ONCE = 8
const MOST = 500
const SEATS = 40

interface Progress {
  readonly eveningId: string
  readonly total: number
  readonly accepted: number
  readonly full: number
  readonly failed: number
  /** In the words of the last problem. */
  readonly problem?: string
}

const MIXED = SCENARIOS.map(({ choice }) => choice).filter(({ cancelsAfter, creditLimit, holdSeconds }) => {
  return !cancelsAfter && !holdSeconds && creditLimit === ORDINARY.creditLimit
})

/** Many guests at once for the same evening: more than it has seats for. */
export function FillEvening() {
  const [count, setCount] = useState('30')
  const [kind, setKind] = useState('good')
  const [progress, setProgress] = useState<Progress>()
  const [isRunning, setRunning] = useState(false)
  const stop = useRef(new AbortController())
  const total = Math.min(MOST, Math.max(1, Math.floor(Number(count)) || 1))
  const choiceOf = (index: number): Choice => (kind === 'mixed' ? MIXED[index % MIXED.length]! : ORDINARY)
  const fill = async () => {
    stop.current = new AbortController()
    setRunning(true)
    await fillEvening(total, choiceOf, stop.current.signal, setProgress).catch((error: Error) =>
      setProgress((old) => ({ ...(old ?? NOTHING), total, problem: error.message })),
    )
    setRunning(false)
  }
  return (
    <Card title="Fill the evening">
      <p className="soft small">
        Opens one evening with {SEATS} seats. Every guest asks for two of them, at most {AT_ONCE} at the same time.
      </p>
      <div className="fill-evening">
        <Field
          label="Guests"
          type="number"
          inputMode="numeric"
          value={count}
          onChange={setCount}
          description={`At most ${MOST}`}
        />
        <Select label="They are" value={kind} options={KINDS} onChange={setKind} />
        {isRunning ? (
          <Button onPress={() => stop.current.abort()}>Stop</Button>
        ) : (
          <Button variant="primary" onPress={fill}>
            Fill it
          </Button>
        )}
      </div>
      {progress && <Tally {...progress} isRunning={isRunning} />}
    </Card>
  )
}

const KINDS = [
  ['good', 'ordinary: everything goes well'],
  ['mixed', 'mixed: cards and addresses of all kinds'],
] as const

const NOTHING: Progress = { eveningId: '', total: 0, accepted: 0, full: 0, failed: 0 }

async function fillEvening(
  total: number,
  choiceOf: (index: number) => Choice,
  signal: AbortSignal,
  onProgress: React.Dispatch<React.SetStateAction<Progress | undefined>>,
): Promise<void> {
  const evening = await openEvening({ ...ORDINARY, seatsOfEvening: SEATS })
  onProgress({ ...NOTHING, eveningId: evening.id, total })
  const count = (part: (old: Progress) => Partial<Progress>) =>
    onProgress((old) => ({ ...(old ?? NOTHING), ...part(old ?? NOTHING) }))
  const guest = (index: number) =>
    reserveSeats(choiceOf(index), evening.id).then(
      ({ isRejected }) => count((old) => (isRejected ? { full: old.full + 1 } : { accepted: old.accepted + 1 })),
      (error: unknown) => count((old) => ({ failed: old.failed + 1, problem: textOf(error) })),
    )
  await runBounded(total, AT_ONCE, guest, signal)
}

const textOf = (error: unknown) => (error instanceof Problem ? `${error.title}: ${error.message}` : String(error))

function Tally({ eveningId, total, accepted, full, failed, problem, isRunning }: Progress & { isRunning: boolean }) {
  const done = accepted + full + failed
  return (
    <div className="stack" role="status">
      <progress value={done} max={total} aria-label="Guests who have asked" />
      <p className="small">
        {done} of {total} have asked{isRunning ? ' so far' : ''}: {accepted} hold seats, {full} found the evening full,{' '}
        {failed} failed.
      </p>
      {problem && <p className="small foreign">The last problem: {problem}</p>}
      {eveningId && (
        <p className="row small">
          <Link to={`/sagas?eveningId=${eveningId}`}>Their sagas</Link> <Id id={eveningId} what="evening" />
        </p>
      )}
    </div>
  )
}
