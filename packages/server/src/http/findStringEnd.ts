/** Returns the index of the quote that ends the JSON string whose opening quote is at `start`. */
export function findStringEnd(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1)
    if (text[index] === '\\') index += 1
    else if (text[index] === '"') return index
  return text.length
}
