const { base } = document.currentScript.dataset
const index = globalThis.MiniSearch.loadJSON(globalThis.searchIndex, { fields: ['title', 'text'] })
const field = document.querySelector('input[type=search]')
const list = document.querySelector('.found')

field.addEventListener('input', () => {
  const found = index.search(field.value, { prefix: true, fuzzy: 0.15, boost: { title: 4 } })
  list.replaceChildren(
    ...found.slice(0, 8).map(({ id, title }) => {
      const link = Object.assign(document.createElement('a'), {
        href: base + id,
        textContent: title,
      })
      const item = document.createElement('li')
      item.append(link)
      return item
    }),
  )
})
