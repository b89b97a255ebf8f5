const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/

/** W3C Trace Context: the same trace with a new parent id, or a new trace where there is none or it is malformed. */
export function childOf(traceparent: string | undefined, random: { newHex(bytes: number): string }): string {
  const [, trace = random.newHex(16), flags = '01'] = TRACEPARENT.exec(traceparent ?? '') ?? []
  return `00-${trace}-${random.newHex(8)}-${flags}`
}
