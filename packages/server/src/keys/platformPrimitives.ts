import { createNodePrimitives } from './nodePrimitives.ts'
import type { Primitives } from './Primitives.ts'
import { webPrimitives } from './webPrimitives.ts'

/**
 * The primitives of this runtime. `node:crypto` is synchronous and exists in Node, Deno, Bun, and Workers
 * with `nodejs_compat`. WebCrypto exists everywhere, but passes each call to another thread and takes about
 * twenty times the processor time.
 */
export const primitives: Primitives = createNodePrimitives() ?? webPrimitives
