import { Page } from '../../app/page.tsx'
import { Empty } from '../../ui/index.ts'

export default function Views() {
  return (
    <Page title="Views">
      <Empty title="Not built yet" />
    </Page>
  )
}
