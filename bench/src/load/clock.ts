/** Milliseconds since the epoch with the fractions of the monotonic clock: comparable between processes. */
export const nowMs = (): number => performance.timeOrigin + performance.now()
