import { Page } from '../../app/page.tsx'
import { Empty } from '../../ui/index.ts'

export default function Reserve() {
  return (
    <Page title="Reserve">
      <Empty title="Not built yet" />
    </Page>
  )
}
