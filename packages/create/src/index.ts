export { createProject } from './createProject.ts'
export { frameworks, methods, type Options, upstreams } from './options.ts'
