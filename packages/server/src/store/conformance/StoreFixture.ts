import type { Store } from '../Store.ts'

/** What a store's folder provides for the conformance suite, in `fixtures/conformance.ts`. */
export interface StoreFixture {
  /** Starts what the store needs, such as a server. */
  start(): Promise<{
    /** Opens another client of the same data, as another process would. */
    open(): Store
    /**
     * Returns every stored key, value and member as one text. Absent if nothing is stored outside of the
     * process.
     */
    dump?(): Promise<string>
    close(): Promise<void>
  }>
}
