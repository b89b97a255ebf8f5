export { readCarrierSettings } from '../settings.ts'
export { createCarrier } from './app.ts'
