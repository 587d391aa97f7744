export const loginDa = {}
