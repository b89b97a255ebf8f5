import type { Attention } from '@bistro/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLocation } from 'react-router'
import { attentionQuery } from '../../api/queries.ts'
import { Page } from '../../app/page.tsx'
import { OperatorOnly } from '../../operator/operator-only.tsx'
import { Badge, Empty, Loaded } from '../../ui/index.ts'
import { type Item, itemsOf, keyOf } from './items.ts'
import { ParkedItem } from './parked-item.tsx'
import { RefundItem } from './refund-item.tsx'
import { StuckItem } from './stuck-item.tsx'
import './attention.css'

export default function AttentionPage() {
  return (
    <Page title="Attention" lead="What does not go on by itself, the longest first: why, and what would unblock it.">
      <OperatorOnly>
        <List />
      </OperatorOnly>
    </Page>
  )
}

function List() {
  const attention = useQuery(attentionQuery)
  return (
    <Loaded query={attention} what="what needs attention">
      {(data) => (
        <>
          <Summary attention={data} />
          <Items items={itemsOf(data)} isWhole={data.unavailable.length === 0} />
        </>
      )}
    </Loaded>
  )
}

/** No item is good news only where everybody was asked. */
const NONE = { tone: 'good', icon: 'check' } as const
const NOT_KNOWN = { tone: 'calm', icon: 'question' } as const

function Summary({ attention: { stuck, parked, refunds, unavailable } }: { attention: Attention }) {
  const none = unavailable.length ? NOT_KNOWN : NONE
  return (
    <>
      <p className="row" aria-live="polite">
        <Badge {...(stuck.length ? { tone: 'bad', icon: 'alarm' } : none)}>{count(stuck.length, 'stuck saga')}</Badge>
        <Badge {...(parked.length ? { tone: 'wait', icon: 'parked' } : none)}>
          {count(parked.length, 'parked message')}
        </Badge>
        <Badge {...(refunds.length ? { tone: 'wait', icon: 'undo' } : none)}>
          {count(refunds.length, 'failed refund')}
        </Badge>
      </p>
      {unavailable.length > 0 && (
        <p className="foreign">
          What these say is what was known before:{' '}
          {unavailable.map(({ what, reason }) => `${what} (${reason})`).join(', ')}.
        </p>
      )}
    </>
  )
}

const count = (value: number, what: string): string => `${value} ${what}${value === 1 ? '' : 's'}`

function Items({ items, isWhole }: { items: readonly Item[]; isWhole: boolean }) {
  useScrollToHash(items.length)
  if (items.length === 0 && !isWhole) return <Empty title="Nothing is known that needs you" />
  if (items.length === 0) return <Empty title="Nothing needs you">Every saga goes on by itself.</Empty>
  return (
    <ol className="attention">
      {items.map((item) => (
        <li key={keyOf(item)} id={keyOf(item)}>
          {item.kind === 'stuck' && <StuckItem saga={item.stuck} since={item.since} />}
          {item.kind === 'parked' && <ParkedItem message={item.parked} />}
          {item.kind === 'refund' && <RefundItem refund={item.refund} />}
        </li>
      ))}
    </ol>
  )
}

/** A link to one item leads there once the list is loaded. */
function useScrollToHash(length: number): void {
  const { hash } = useLocation()
  useEffect(() => {
    if (hash && length > 0)
      document.getElementById(decodeURIComponent(hash.slice(1)))?.scrollIntoView({ block: 'start' })
  }, [hash, length])
}
