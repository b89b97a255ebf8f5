import { useQuery } from '@tanstack/react-query'
import { partitionsQuery } from '../../api/queries.ts'
import { Page } from '../../app/page.tsx'
import { OperatorHint } from '../../operator/operator-only.tsx'
import { Empty, Loaded } from '../../ui/index.ts'
import { Keys } from './keys.tsx'
import { Moves } from './moves.tsx'
import { TopicCard } from './topic-card.tsx'
import './partitions.css'

export default function PartitionsPage() {
  const partitions = useQuery(partitionsQuery)
  return (
    <Page
      title="Partitions"
      lead="All events of one stream have one key, and a key goes to one partition: that keeps their order. A group’s processes share the partitions."
    >
      <OperatorHint what="Adding partitions" />
      <Loaded query={partitions} what="the partitions">
        {({ topics, most }) =>
          topics.length === 0 ? (
            <Empty title="There is no topic yet" />
          ) : (
            <>
              <p className="soft small">
                A, B …: the processes of a group, and after them how many records they have yet to read.
              </p>
              <ul className="partitions-topics">
                {topics.map((topic) => (
                  <li key={topic.topic}>
                    <TopicCard topic={topic} most={most} />
                  </li>
                ))}
              </ul>
              <Keys partitions={topics[0]!.partitions.length} most={most} />
              <Moves from={topics[0]!.partitions.length} most={most} />
            </>
          )
        }
      </Loaded>
    </Page>
  )
}
