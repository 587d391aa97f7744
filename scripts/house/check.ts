import { machinePaths, projectFiles, readsTheClock, slicesWithoutFace, tooLong } from './files.ts'
import { impureByDetour, readGraph, sliceCircles } from './graph.ts'

export interface Verdict {
  /** Modules of ours that were read: source, scripts, benchmarks, browser tests. */
  modules: number
  files: number
  problems: string[]
}

/** Holds a folder against the rule of the house. Having read no module is itself a problem. */
export const checkHouse = async (folder: string): Promise<Verdict> => {
  const files = projectFiles(folder)
  const { graph, problems } = await readGraph(folder)
  const inSource = [...graph.keys()].filter((path) => path.startsWith('src/')).length
  return {
    modules: graph.size,
    files: files.length,
    problems: [
      ...(inSource === 0 ? ['read-nothing: no module under src was read'] : []),
      ...problems,
      ...sliceCircles(graph),
      ...impureByDetour(graph),
      ...slicesWithoutFace(files),
      ...files.flatMap((file) => [...tooLong(file), ...machinePaths(file), ...readsTheClock(file)]),
    ],
  }
}
