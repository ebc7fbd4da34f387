/**
 * Loads what checks a wallet's signature. Called when the user turns to a wallet, so that it is there when
 * the wallet answers. If it cannot be loaded, the server alone checks the signature.
 */
export async function loadSignatureCheck() {
  try {
    const check = await import('./checkSignature.ts')
    await check.loadCurve()
    return check
  } catch {
    return undefined
  }
}
