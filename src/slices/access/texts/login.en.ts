export const loginEn = {}
