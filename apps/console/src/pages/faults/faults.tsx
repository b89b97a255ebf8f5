import { Page } from '../../app/page.tsx'
import { Empty } from '../../ui/index.ts'

export default function Faults() {
  return (
    <Page title="Faults">
      <Empty title="Not built yet" />
    </Page>
  )
}
