let loading: ReturnType<typeof load> | undefined

/**
 * Loads the code that checks a wallet's signature, once. Called when the user turns to a wallet, so that it is there
 * when the wallet answers.
 *
 * @returns nothing if it cannot be loaded. Then only the server checks the signature.
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
