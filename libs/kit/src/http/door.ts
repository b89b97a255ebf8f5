/** What every HTTP server of the project needs, whatever it serves. */
export { ownNames, strangerIn } from './names.ts'
export { newServer } from './server.ts'
