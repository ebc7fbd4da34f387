export { runConformance } from './runConformance.ts'
