const healthTopics: readonly string[] = ['treatment', 'medicine', 'care-need', 'health']

/** The level that a consent to these topics opens: health as soon as one of them speaks of it. */
export const levelOfTopics = (topics: readonly string[]): 'social' | 'health' =>
  topics.some((topic) => healthTopics.includes(topic)) ? 'health' : 'social'
