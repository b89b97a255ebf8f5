export { readGatewaySettings } from './settings.ts'
export { startGateway } from './start.ts'
