import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { setOperatorToken, useOperatorToken } from '../api/operator.ts'
import { Button, Dialog, Field } from '../ui/index.ts'

/** Signs the operator in and out. `isProminent` for pages that show nothing without the token. */
export function OperatorButton({ isProminent = false }: { isProminent?: boolean }) {
  const token = useOperatorToken()
  const client = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const use = (next: string | undefined) => {
    setOperatorToken(next)
    setAsking(false)
    client.invalidateQueries()
  }
  return (
    <>
      <Button
        variant={isProminent ? 'primary' : 'quiet'}
        icon="key"
        onPress={() => (token ? use(undefined) : setAsking(true))}
      >
        {token ? 'Operator: leave' : 'Operator'}
      </Button>
      {isAsking && <AskToken onToken={use} onClose={() => setAsking(false)} />}
    </>
  )
}

function AskToken({ onToken, onClose }: { onToken: (token: string) => void; onClose: () => void }) {
  const [text, setText] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim()) onToken(text.trim())
  }
  return (
    <Dialog title="Act as operator" isOpen onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <Field
          label="The operator's token"
          type="password"
          value={text}
          onChange={setText}
          autoFocus
          description="It stands in .bistro/stack.json (operator.token); npm run connect prints it. This tab keeps it until it is closed."
        />
        <div className="row">
          <Button variant="primary" type="submit" isDisabled={text.trim() === ''}>
            Use it
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
