/** Whether a page of another origin shows this one in a frame. */
export function isForeignFrame(): boolean {
  try {
    for (let frame: Window = window; frame !== frame.parent; frame = frame.parent)
      if (frame.parent.location.origin !== location.origin) return true
    return false
  } catch {
    // What belongs to another origin cannot be read.
    return true
  }
}
