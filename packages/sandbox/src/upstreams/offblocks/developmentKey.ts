/**
 * The key pair that this stand-in accepts. Both halves are published and the same for every developer, so
 * anyone can sign with it. It protects nothing: never register it for a real account.
 */
export const developmentKeyId = 'sandbox-key'

export const developmentPublicKey = `-----BEGIN PUBLIC KEY-----
MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE8H4vhI4zn1/ARWuqjiselhhLM0G7mYGk
lMSnc93ZrEvAAbDgWeSL6stn4tK3kpM3lTzKrTaiC3L5gAiN2hNJhoZ9ObfyJLG2
3IVF7O7eEjVegEO0c/RsVRrPlj32qZ4L
-----END PUBLIC KEY-----`

/** The private half, with which a client of the stand-in signs: P-384, PKCS #8. */
export const developmentPrivateKey = `-----BEGIN PRIVATE KEY-----
MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDD5nBTg0PaTaaMb/3lv
iHFEcTx+Ic3mO/sKzZR/2fVBhL/8Eateb213tg+5j1xBxNehZANiAATwfi+EjjOf
X8BFa6qOKx6WGEszQbuZgaSUxKdz3dmsS8ABsOBZ5Ivqy2fi0reSkzeVPMqtNqIL
cvmACI3aE0mGhn05t/IksbbchUXs7t4SNV6AQ7Rz9GxVGs+WPfapngs=
-----END PRIVATE KEY-----`
