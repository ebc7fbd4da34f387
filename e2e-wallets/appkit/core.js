throw new Error("The window of WalletConnect's SDK must not be opened.")
