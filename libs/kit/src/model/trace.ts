/** Version, trace id, parent id and flags; later versions may append fields. Version ff is invalid. */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?$/
/** The only flag of version 00; other flags must not be propagated. */
const SAMPLED = 1

/** W3C Trace Context: the same trace with a new parent id, or a new trace where there is none or it is malformed. */
export function childOf(traceparent: string | undefined, random: { newHex(bytes: number): string }): string {
  const { trace, flags } = read(traceparent ?? '') ?? { trace: random.newHex(16), flags: SAMPLED }
  return `00-${trace}-${random.newHex(8)}-0${flags & SAMPLED}`
}

function read(traceparent: string): { trace: string; flags: number } | undefined {
  const [, version, trace, flags, more] = TRACEPARENT.exec(traceparent) ?? []
  if (!trace || !flags || (version === '00' && more !== undefined)) return undefined
  return { trace, flags: Number.parseInt(flags, 16) }
}
