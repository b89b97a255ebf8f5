/** The faults that can be injected around a process's ports, by name. */
export const PORT_FAULTS = {
  duplicate: 'records are sent or delivered more than once, some of them much later',
  delay: 'records reach the topic seconds late',
  reorder: 'events of one stream reach the topic in another order',
  lag: 'a partition is read seconds late: events of other partitions overtake it',
  'crash-before-commit': 'a process dies before it commits',
  'crash-after-commit': 'a process dies after it has committed, before it publishes',
  'crash-after-send': 'a process dies after it has published, before it knows that',
  'crash-after-answer': 'a process dies after the card provider or the carrier has responded',
  crash: 'a process dies before or after any other request to its database, the log, the card provider or the carrier',
} as const

export type PortFault = keyof typeof PORT_FAULTS
export const PORT_FAULT_NAMES = Object.keys(PORT_FAULTS) as PortFault[]
export type Crash = Extract<PortFault, `crash${string}`>

/** Decides at each opportunity whether to inject a fault. */
export interface Decisions {
  /** @param usual the probability, unless another one is set */
  injects(fault: PortFault, usual: number): boolean
  /** The longest time that the fault lasts. @param usual unless another one is set */
  mostMs(fault: PortFault, usual: number): number
}
