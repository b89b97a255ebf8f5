import { useQuery } from '@tanstack/react-query'
import { viewsQuery } from '../../api/queries.ts'
import { Page } from '../../app/page.tsx'
import { OperatorOnly } from '../../operator/operator-only.tsx'
import { Empty, Loaded } from '../../ui/index.ts'
import type { View } from './state.ts'
import { ViewCard } from './view-card.tsx'
import './views.css'

export default function ViewsPage() {
  return (
    <Page
      title="Views"
      lead="Rows that a service folds from events, to read them fast. Each can be built again beside the live one, compared, and swapped."
    >
      <OperatorOnly>
        <Views />
      </OperatorOnly>
    </Page>
  )
}

function Views() {
  const views = useQuery(viewsQuery)
  return (
    <Loaded query={views} what="the views">
      {({ items, unavailable }) => (
        <>
          {unavailable.length > 0 && (
            <p className="foreign">
              Not answering: {unavailable.join(', ')}. What is known of {unavailable.length === 1 ? 'its' : 'their'}{' '}
              views is missing here.
            </p>
          )}
          {items.length === 0 ? <Empty title="No service has a view" /> : <List items={items} />}
        </>
      )}
    </Loaded>
  )
}

const List = ({ items }: { items: readonly View[] }) => (
  <ul className="views">
    {items.map((view) => (
      <li key={`${view.service} ${view.view}`}>
        <ViewCard view={view} />
      </li>
    ))}
  </ul>
)
