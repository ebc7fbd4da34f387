export { checkUsers, type UsersCheck, type UsersUnderTest } from './checkUsers.ts'
