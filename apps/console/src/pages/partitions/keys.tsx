import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { placementCall, placementQuery } from '../../api/queries.ts'
import { Badge, Card, CopyCurl, Field } from '../../ui/index.ts'
import { murmur2, partitionOf, type Trace } from './murmur2.ts'

const EXAMPLE = '0197a3c2-7f00-7000-8000-000000000001'

/** Where a key goes: murmur2 of its bytes, without the sign, modulo the number of partitions. */
export function Keys({ partitions, most }: { partitions: number; most: number }) {
  const [key, setKey] = useState(EXAMPLE)
  const [text, setText] = useState(String(partitions))
  const count = Math.min(Math.max(1, Math.trunc(Number(text)) || 1), most)
  const trace = murmur2(key)
  return (
    <Card title="Where does a key go?">
      <div className="partitions-inputs">
        <Field label="Key" value={key} onChange={setKey} maxLength={200} description="The id of a stream." />
        <Field label="Partitions" value={text} onChange={setText} inputMode="numeric" description={`1 to ${most}`} />
      </div>
      <p className="soft">
        The hash (murmur2) begins with a seed and the length of the key. Each four bytes are mixed in; below them stands
        the hash so far.
      </p>
      <Steps trace={trace} />
      <p className="partitions-formula" aria-live="polite">
        {hex(trace.hash)} <span className="soft">without its sign</span> = {trace.positive}{' '}
        <span className="soft">mod</span> {count} = <b>partition {partitionOf(trace, count)}</b>
      </p>
      <SameAsKafka {...{ partitions: count }} keyText={key} expected={partitionOf(trace, count)} />
    </Card>
  )
}

/** Each four bytes are mixed into the hash; the last ones, if they are fewer, differently. */
const Steps = ({ trace: { bytes, start, steps } }: { trace: Trace }) => (
  <ol className="partitions-steps" aria-label="The hash, four bytes at a time">
    <li>
      <span className="soft small">seed ⊕ {bytes.length} bytes</span>
      <code>{hex(start)}</code>
    </li>
    {steps.map((step, index) => (
      <li key={index}>
        <span className="partitions-bytes">
          {step.bytes.map((byte, at) => (
            <span key={at}>
              <b>{letter(byte)}</b>
              <code>{byte.toString(16).padStart(2, '0')}</code>
            </span>
          ))}
        </span>
        <code>{hex(step.hash)}</code>
      </li>
    ))}
  </ol>
)

/** The page computes by itself; the gateway computes with Kafka's own client. They must agree. */
function SameAsKafka({ keyText, partitions, expected }: { keyText: string; partitions: number; expected: number }) {
  const { data } = useQuery({ ...placementQuery(keyText, partitions), enabled: keyText !== '' })
  const isSame = data?.key === keyText && data.partitions === partitions && data.partition === expected
  return (
    <div className="row">
      {isSame && (
        <Badge tone="good" icon="check">
          Kafka’s client says the same
        </Badge>
      )}
      <CopyCurl request={placementCall(keyText, partitions)} />
    </div>
  )
}

const hex = (value: number): string => value.toString(16).padStart(8, '0')

const PRINTABLE = /[!-~]/

/** Letters of ASCII; a byte of a longer character has none of its own. */
const letter = (byte: number): string => {
  const text = String.fromCodePoint(byte)
  return PRINTABLE.test(text) ? text : '·'
}
