import { useQueryClient } from '@tanstack/react-query'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { useOperatorToken } from '../api/operator.ts'
import { type ApiRequest, perform } from '../api/request.ts'
import { Button, CopyCurl, Dialog, Field, Icon, ProblemState } from '../ui/index.ts'

interface Props {
  /** On the button; also the dialog's title. */
  readonly name: string
  readonly icon?: ComponentProps<typeof Button>['icon']
  readonly variant?: ComponentProps<typeof Button>['variant']
  /** Tells one button from the others of its kind. */
  readonly of?: string
  /** What the action does, and what it does not. */
  readonly children: ReactNode
  readonly asksWhy?: boolean
  readonly request: (why: string) => ApiRequest
  /** What came of it, in words. */
  readonly result: (body: unknown) => ReactNode
}

/** An operator's action: it says what it does, asks why, shows the curl that does the same, and tells the result. */
export function Action({ name, icon, variant, of, ...rest }: Props) {
  const [isOpen, setOpen] = useState(false)
  const token = useOperatorToken()
  return (
    <>
      <Button
        {...{ icon, variant }}
        isDisabled={!token}
        {...(of && { 'aria-label': `${name}: ${of}` })}
        onPress={() => setOpen(true)}
      >
        {name}
      </Button>
      {isOpen && <ActionDialog {...rest} name={name} onClose={() => setOpen(false)} />}
    </>
  )
}

type DialogProps = Omit<Props, 'icon' | 'variant' | 'of'> & { readonly onClose: () => void }

function ActionDialog({ name, children, asksWhy = false, request, result, onClose }: DialogProps) {
  const client = useQueryClient()
  const [why, setWhy] = useState('')
  const [done, setDone] = useState<{ readonly body: unknown }>()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const sent = request(why.trim())
  const act = async () => {
    setBusy(true)
    setError(undefined)
    await perform(sent).then(setDone, setError)
    setBusy(false)
    client.invalidateQueries()
  }
  return (
    <Dialog title={name} isOpen onClose={onClose}>
      {done ? (
        <Done onClose={onClose}>{result(done.body)}</Done>
      ) : (
        <>
          <div className="stack">{children}</div>
          {asksWhy && <Why value={why} onChange={setWhy} />}
          {error !== undefined && <ProblemState error={error} />}
          <div className="row">
            <Button variant="primary" isDisabled={(asksWhy && why.trim() === '') || isBusy} onPress={act}>
              {name}
            </Button>
            <Button onPress={onClose}>Cancel</Button>
          </div>
          <CopyCurl request={sent} />
        </>
      )}
    </Dialog>
  )
}

const Why = (props: { value: string; onChange: (why: string) => void }) => (
  <Field {...props} label="Why" autoFocus isRequired maxLength={500} description="The audit trail keeps it." />
)

const Done = ({ children, onClose }: { children: ReactNode; onClose: () => void }) => (
  <>
    <div className="row" role="status" data-tone="good">
      <Icon name="check" />
      <div className="stack">{children}</div>
    </div>
    <div className="row">
      <Button variant="primary" autoFocus onPress={onClose}>
        Close
      </Button>
    </div>
  </>
)
