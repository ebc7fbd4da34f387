throw new Error(
  '@kit/server holds secrets: import it on the server, and @kit/react in the browser.',
)
