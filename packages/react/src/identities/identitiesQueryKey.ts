/** The key of the signed-in user's email addresses and wallets in TanStack Query. */
export const identitiesQueryKey = ['kit', 'identities'] as const
