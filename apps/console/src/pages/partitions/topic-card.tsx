import { Card } from '../../ui/index.ts'
import { AddPartitions } from './add-partitions.tsx'
import { lettersOf, type ReaderRow, readersOf, type Topic } from './readers.ts'

export function TopicCard({ topic, most }: { topic: Topic; most: number }) {
  const { topic: name, partitions } = topic
  const rows = readersOf(topic)
  return (
    <Card title={name} aside={<AddPartitions topic={name} partitions={partitions.length} most={most} />}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, and the keyboard must reach it */}
      <section className="partitions-scroll" aria-label={`Partitions of ${name}`} tabIndex={0}>
        <table className="partitions-table">
          <caption className="visually-hidden">Who reads which partition of {name}, and how far</caption>
          <thead>
            <tr>
              <th scope="col">partition</th>
              {partitions.map(({ partition }) => (
                <th key={partition} scope="col">
                  {partition}
                </th>
              ))}
              <th scope="col">to read</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">records</th>
              {partitions.map(({ partition, begin, end }) => (
                <td key={partition}>{(BigInt(end) - BigInt(begin)).toLocaleString('en')}</td>
              ))}
              <td />
            </tr>
            {rows.map((row) => (
              <Readers key={row.service} row={row} />
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  )
}

function Readers({ row }: { row: ReaderRow }) {
  const letters = lettersOf(row.cells)
  return (
    <tr>
      <th scope="row">{row.service}</th>
      {row.cells.map((cell, partition) => (
        <td key={partition} title={cell?.member}>
          {cell?.member ? <Reader letter={letters.get(cell.member)!} lag={cell.lagMessages} /> : 'nobody'}
        </td>
      ))}
      <td data-lagging={row.lagMessages > 0 || undefined}>{row.lagMessages.toLocaleString('en')}</td>
    </tr>
  )
}

const Reader = ({ letter, lag }: { letter: string; lag: number }) => (
  <>
    <span className="visually-hidden">process </span>
    <span className="partitions-member">{letter}</span>
    {lag > 0 && <span className="soft small"> −{lag.toLocaleString('en')}</span>}
  </>
)
