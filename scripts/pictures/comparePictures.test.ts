import { expect, test } from 'vitest'
import { comparePictures, type Picture } from './comparePictures.ts'

const [width, height] = [400, 300]

/** Draws a card on a page, with an overlay. */
function draw(over: (x: number, y: number) => number[] | undefined = () => undefined): Picture {
  const data = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const isCard = x >= 40 && x < 360 && y >= 40 && y < 260
      const pixel = over(x, y) ?? (isCard ? [255, 255, 255] : [245, 246, 248])
      data.set([...pixel, 255], (y * width + x) * 4)
    }
  return { metadata: { width, height }, data }
}

/** Copies a picture and shifts the colours of some pixels by a number of steps. */
function shift(picture: Picture, steps: number, isMeant = (_x: number, _y: number) => true) {
  const data = picture.data.map((value, at) => {
    const pixel = Math.floor(at / 4)
    const isColour = at % 4 < 3 && isMeant(pixel % width, Math.floor(pixel / width))
    return isColour ? Math.max(0, value - steps) : value
  })
  return { ...picture, data }
}

const compare = (one: Picture, other: Picture) => comparePictures(one, other, { createDiff: true })

test('default', () => {
  expect(compare(draw(), draw())).toMatchObject({ pass: true, message: null })
})

test('behavior: a story that shows nothing fails, even if its stored picture is the same', () => {
  const blank = draw(() => [245, 246, 248])
  expect(compare(blank, blank)).toMatchObject({ pass: false, diff: null })
})

test('behavior: two steps in each channel over the whole picture fail', () => {
  expect(compare(draw(), shift(draw(), 2))).toMatchObject({
    pass: false,
    message: '0 of 120000 pixels differ much, 120000 at all.',
  })
})

test('behavior: two steps fail on the page behind the card and on a button', () => {
  const isPage = (x: number, y: number) => x < 40 || x >= 360 || y < 40 || y >= 260
  const isButton = (x: number, y: number) => x >= 60 && x < 340 && y >= 200 && y < 240
  expect(compare(draw(), shift(draw(), 2, isPage)).pass).toBe(false)
  expect(compare(draw(), shift(draw(), 2, isButton)).pass).toBe(false)
})

test('behavior: a square of ten pixels in another colour fails', () => {
  const isSquare = (x: number, y: number) => x >= 60 && x < 70 && y >= 60 && y < 70
  const square = draw((x, y) => (isSquare(x, y) ? [37, 99, 235] : undefined))
  expect(compare(draw(), square).pass).toBe(false)
})

test('behavior: a slightly different edge of a letter passes', () => {
  // A stem 14 pixels wide. Its two edges have a different grey, which differs a lot in some places.
  const stem = (edge: number) =>
    draw((x, y) => {
      if (y < 100 || y >= 114 || x < 80 || x > 83) return undefined
      return x === 80 || x === 83 ? [edge, edge, edge] : [18, 21, 28]
    })
  expect(compare(stem(140), stem(190)).pass).toBe(true)
})

test('behavior: one step in every pixel passes, as if two processors round differently', () => {
  expect(compare(draw(), shift(draw(), 1)).pass).toBe(true)
})

test('behavior: a different size fails', () => {
  const smaller = { metadata: { width, height: 10 }, data: new Uint8Array(width * 10 * 4) }
  expect(compare(draw(), smaller)).toEqual({
    pass: false,
    diff: null,
    message: 'The picture is 400 × 10, and was 400 × 300.',
  })
})
