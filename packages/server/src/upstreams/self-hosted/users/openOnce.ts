/**
 * Opens a resource when it is first needed, once for all callers. After a failure the next call tries again.
 */
export function openOnce<value>(
  create: () => Promise<{ value: value; close: () => Promise<void> }>,
): { open: () => Promise<value>; close: () => Promise<void> } {
  let opened: ReturnType<typeof create> | undefined
  return {
    async open() {
      opened ??= create()
      const mine = opened
      try {
        return (await mine).value
      } catch (error) {
        if (opened === mine) opened = undefined
        throw error
      }
    },
    async close() {
      const closing = opened
      opened = undefined
      await (await closing?.catch(() => undefined))?.close()
    },
  }
}
