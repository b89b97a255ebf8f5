export { readMailSettings } from '../settings.ts'
export { createMail } from './app.ts'
