import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { perform } from '../api/request.ts'
import { Button, CopyCurl, Dialog, Field, Icon, ProblemState } from '../ui/index.ts'
import type { ActionSpec, Given } from './action-host.tsx'

interface Props {
  readonly spec: ActionSpec
  readonly onClose: () => void
}

/** It says what the action does, asks why, shows the curl that does the same, and tells the result. */
export function ActionDialog({ spec, onClose }: Props) {
  const client = useQueryClient()
  const [given, setGiven] = useState<Given>({ why: '', field: spec.field?.initial ?? '' })
  const [done, setDone] = useState<{ readonly body: unknown }>()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const request = spec.request({ ...given, why: given.why.trim() })
  const isComplete = !spec.asksWhy || given.why.trim() !== ''
  const act = async () => {
    setBusy(true)
    setError(undefined)
    await perform(request).then(setDone, setError)
    setBusy(false)
    client.invalidateQueries()
  }
  return (
    <Dialog title={spec.name} isOpen onClose={onClose}>
      {done ? (
        <Done onClose={onClose}>{spec.result(done.body, given)}</Done>
      ) : (
        <>
          <div className="stack">{spec.text}</div>
          <Questions {...{ spec, given }} onChange={setGiven} />
          {error !== undefined && <ProblemState error={error} />}
          <div className="row">
            <Button variant="primary" isDisabled={!isComplete || isBusy} onPress={act}>
              {spec.name}
            </Button>
            <Button onPress={onClose}>Cancel</Button>
          </div>
          <CopyCurl request={request} />
        </>
      )}
    </Dialog>
  )
}

interface QuestionsProps {
  readonly spec: ActionSpec
  readonly given: Given
  readonly onChange: (given: Given) => void
}

/** As long as the services allow. */
const MOST_WHY = 500
const MOST_FIELD = 200

function Questions({ spec: { asksWhy, field }, given, onChange }: QuestionsProps) {
  return (
    <>
      {field && (
        <Field
          label={field.label}
          description={field.description}
          value={given.field}
          onChange={(text) => onChange({ ...given, field: text })}
          maxLength={MOST_FIELD}
          inputMode={field.inputMode}
        />
      )}
      {asksWhy && (
        <Field
          label="Why"
          description="The audit trail keeps it."
          value={given.why}
          onChange={(why) => onChange({ ...given, why })}
          maxLength={MOST_WHY}
          autoFocus
          isRequired
        />
      )}
    </>
  )
}

const Done = ({ children, onClose }: { children: ReactNode; onClose: () => void }) => (
  <>
    <div className="stack" role="status">
      <p className="row" data-tone="good">
        <Icon name="check" /> <b>Accepted</b>
      </p>
      {children}
    </div>
    <div className="row">
      <Button variant="primary" autoFocus onPress={onClose}>
        Close
      </Button>
    </div>
  </>
)
