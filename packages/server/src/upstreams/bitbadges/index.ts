export { bitbadges } from './bitbadges.ts'
