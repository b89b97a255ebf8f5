import type { Attention } from '@bistro/gateway/contract'
import { Badge, Table } from '../../ui/index.ts'
import { compareFields, type Field } from './payload.ts'

const NEEDS = {
  missing: { tone: 'bad', icon: 'alarm', text: 'needed, missing' },
  read: { tone: 'good', icon: 'check', text: 'needed, there' },
  'not read': { tone: 'calm', icon: 'dots', text: 'not read' },
} as const

/** The message beside what its consumer needs of it. */
export function Payload({ message }: { message: Attention['parked'][number] }) {
  const fields = compareFields(message)
  const isDecoded = message.data !== undefined
  return (
    <details open={fields.some(({ need }) => need === 'missing')}>
      <summary>
        {isDecoded ? 'The message, beside what its consumer needs' : 'It cannot be decoded: what its consumer needs'}
      </summary>
      <Table
        caption={`Fields of ${message.type ?? message.id}`}
        columns={columnsOf(message.service)}
        rows={fields}
        keyOf={({ name }) => name}
      />
    </details>
  )
}

const columnsOf = (service: string) => [
  { title: 'Field', cell: ({ name }: Field) => <code className="foreign">{name}</code> },
  { title: 'Value', cell: ({ value }: Field) => <code className="foreign">{value ?? '–'}</code> },
  {
    title: `For ${service}`,
    cell: ({ need }: Field) => (
      <Badge tone={NEEDS[need].tone} icon={NEEDS[need].icon}>
        {NEEDS[need].text}
      </Badge>
    ),
  },
]
