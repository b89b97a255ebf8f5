import { Link } from 'react-router'
import { Empty } from '../ui/index.ts'
import { Page } from './page.tsx'

export function Missing() {
  return (
    <Page title="No such page">
      <Empty title="There is no page at this address">
        <Link to="/sagas">All sagas</Link> · <Link to="/">Wall</Link>
      </Empty>
    </Page>
  )
}
