/** A reference to one of the document's headers. */
export function header(name: string): { $ref: string } {
  return { $ref: `#/components/headers/${name}` }
}
