import { Page } from '../../app/page.tsx'
import { Empty } from '../../ui/index.ts'

export default function Attention() {
  return (
    <Page title="Attention">
      <Empty title="Not built yet" />
    </Page>
  )
}
