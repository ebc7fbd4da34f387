/** The oldest supported engines. Everything shipped is compiled for these and tested against them. */
export const floor: string[] = ['chrome111', 'firefox115', 'safari16.4']
