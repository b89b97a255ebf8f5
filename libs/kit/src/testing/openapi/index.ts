export { breakingChanges } from './compare.ts'
export { Conversation } from './conversation.ts'
export { committedDocuments, type Document } from './document.ts'
