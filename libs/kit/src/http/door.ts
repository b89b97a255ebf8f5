/** What any server of the project's needs at its door, whatever it serves. */
export { ownNames, strangerIn } from './names.ts'
export { newServer } from './server.ts'
