let loading: ReturnType<typeof load> | undefined

/**
 * Loads the code that checks a wallet's signature, once. Called when the user chooses a wallet, so that it is
 * loaded when the wallet answers.
 *
 * @returns nothing if the code cannot be loaded. In that case only the server checks the signature.
 */
export function loadSignatureCheck(): ReturnType<typeof load> {
  loading ??= load()
  return loading
}

async function load() {
  try {
    const check = await import('./checkSignature.ts')
    await check.loadCurve()
    return check
  } catch {
    // The next call tries again.
    loading = undefined
    return undefined
  }
}
