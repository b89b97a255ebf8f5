export { createMemoryLog, type MemoryLog, type MemoryLogOptions } from './log.ts'
export { createMemoryStore } from './store.ts'
