import { type ReactNode, useState } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { type ApiRequest, perform } from '../api/request.ts'
import { Button } from './button.tsx'
import { CopyCurl } from './copy.tsx'
import { Field } from './field.tsx'
import { ProblemState } from './states.tsx'

interface DialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

export function Dialog({ title, isOpen, onClose, children }: DialogProps) {
  return (
    <ModalOverlay className="overlay" isOpen={isOpen} isDismissable onOpenChange={(open) => open || onClose()}>
      <Modal className="modal">
        <AriaDialog className="dialog stack">
          <div className="row between">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <Button variant="quiet" icon="cross" aria-label="Close" onPress={onClose} />
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

interface WhyProps {
  readonly title: string
  /** What the action does, and what it does not. */
  readonly children: ReactNode
  /** What is sent, given the reason that the operator typed. */
  readonly request: (why: string) => ApiRequest
  readonly onClose: () => void
  readonly onDone: () => void
}

/** An operator's action: it asks why, shows the curl that does the same, and says what came of it. */
export function WhyDialog({ title, children, request, onClose, onDone }: WhyProps) {
  const [why, setWhy] = useState('')
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const act = async () => {
    setBusy(true)
    await perform(request(why.trim())).then(onDone, setError)
    setBusy(false)
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <div className="soft">{children}</div>
      <Field
        label="Why"
        value={why}
        onChange={setWhy}
        autoFocus
        isRequired
        description="It is kept in the audit trail."
      />
      {error !== undefined && <ProblemState error={error} />}
      <div className="row">
        <Button variant="primary" isDisabled={why.trim() === '' || isBusy} onPress={act}>
          {title}
        </Button>
        <Button onPress={onClose}>Cancel</Button>
      </div>
      <CopyCurl request={request(why.trim())} />
    </Dialog>
  )
}
