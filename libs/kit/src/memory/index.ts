export { createMemoryLog, type MemoryLogOptions } from './log.ts'
export { createMemoryStore } from './store.ts'
