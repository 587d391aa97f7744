export const adminEn = {}
