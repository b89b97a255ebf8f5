import { Page } from '../../app/page.tsx'
import { Empty } from '../../ui/index.ts'

export default function Wall() {
  return (
    <Page title="Wall">
      <Empty title="Not built yet" />
    </Page>
  )
}
