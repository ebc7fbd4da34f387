/** The oldest supported engines. All code for browsers is compiled for them and tested against them. */
export const floor: string[] = ['chrome111', 'firefox115', 'safari16.4']
