export { createSandbox, type Sandbox } from './createSandbox.ts'
export type { CreateStandIn, Mail, StandIn, World } from './Sandbox.ts'
