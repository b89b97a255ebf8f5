import { Page } from '../../app/page.tsx'
import { Empty } from '../../ui/index.ts'

export default function Saga() {
  return (
    <Page title="Saga">
      <Empty title="Not built yet" />
    </Page>
  )
}
