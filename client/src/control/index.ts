export { askEnvironment, askStack, NoStack } from './ask.ts'
export {
  ACTIONS,
  type Action,
  type ControlAnswer,
  type ControlRequest,
  type ProcessState,
  type ProcessStatus,
} from './protocol.ts'
