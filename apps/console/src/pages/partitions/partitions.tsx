import { Page } from '../../app/page.tsx'
import { Empty } from '../../ui/index.ts'

export default function Partitions() {
  return (
    <Page title="Partitions">
      <Empty title="Not built yet" />
    </Page>
  )
}
