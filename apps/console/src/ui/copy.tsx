import { useEffect, useState } from 'react'
import { curl } from '../api/curl.ts'
import type { ApiRequest } from '../api/request.ts'
import { Button } from './button.tsx'

const SAID_MS = 1600

/** `label` says what is copied, where there are no words in the button. */
export function Copy({ text, label, children }: { text: string; label?: string; children?: string }) {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), SAID_MS)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = () => navigator.clipboard.writeText(text).then(() => setCopied(true))
  return (
    <>
      <Button
        variant="quiet"
        icon={isCopied ? 'check' : 'copy'}
        aria-label={children ? undefined : label}
        onPress={copy}
      >
        {children}
      </Button>
      <span className="visually-hidden" role="status">
        {isCopied ? 'Copied' : ''}
      </span>
    </>
  )
}

/** Shows the command that does the same as a button beside it. */
export function CopyCurl({ request }: { request: ApiRequest }) {
  const command = curl(request, location.origin)
  return (
    <details className="curl">
      <summary>As curl</summary>
      <div className="curl-body">
        <pre className="foreign">{command}</pre>
        <Copy text={command} label="Copy the curl command" />
      </div>
    </details>
  )
}
