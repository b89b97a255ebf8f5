import { Page } from '../../app/page.tsx'
import { Empty } from '../../ui/index.ts'

export default function Sagas() {
  return (
    <Page title="Sagas">
      <Empty title="Not built yet" />
    </Page>
  )
}
