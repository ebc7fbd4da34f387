import { createNodePrimitives } from './nodePrimitives.ts'
import type { Primitives } from './Primitives.ts'
import { webPrimitives } from './webPrimitives.ts'

/**
 * The primitives of this runtime. `node:crypto` answers at once where there is one (Node, Deno, Bun,
 * Workers with `nodejs_compat`); WebCrypto, which is everywhere, hands each call to another thread and
 * takes about twenty times the processor time.
 */
export const primitives: Primitives = createNodePrimitives() ?? webPrimitives
