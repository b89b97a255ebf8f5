export { readPspSettings } from '../settings.ts'
export { createPsp } from './app.ts'
