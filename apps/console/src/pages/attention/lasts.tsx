import { Since } from '../../ui/index.ts'

/** How long something has lasted. */
export function Lasts({ since }: { readonly since: string }) {
  return (
    <p>
      for{' '}
      <b>
        <Since at={since} />
      </b>
    </p>
  )
}
