import { useRouteError } from 'react-router'
import { ProblemState } from '../ui/index.ts'

/** A page's code could not be loaded, or it failed while it was drawn. */
export function Failed() {
  const error = useRouteError()
  return <ProblemState error={error} retry={() => location.reload()} />
}
