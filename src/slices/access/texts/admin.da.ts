export const adminDa = {}
