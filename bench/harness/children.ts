import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * Processes of a bench: every server under test, every floor and every load generator runs in its own,
 * tells its parent when it is ready, and is ended with the bench, also when the bench fails.
 */
export interface Child<Ready> {
  ready: Ready
  /** Asks the child something and waits for its answer. */
  ask: <Answer>(question: unknown) => Promise<Answer>
  stop: () => Promise<void>
}

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

interface Message {
  kind: 'ready' | 'answer' | 'failed'
  body: unknown
}

const nextMessage = (child: ChildProcess, name: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const done = (act: () => void): void => {
      child.off('message', onMessage)
      child.off('exit', onExit)
      act()
    }
    const onMessage = (message: Message): void =>
      done(() =>
        message.kind === 'failed'
          ? reject(new Error(`${name}: ${String(message.body)}`))
          : resolve(message.body),
      )
    const onExit = (code: number | null): void =>
      done(() => reject(new Error(`${name} ended with ${code}`)))
    child.on('message', onMessage)
    child.on('exit', onExit)
  })

/** Starts a module as a child that calls `serve()`; resolves when it is ready. */
export const startChild = async <Ready>(
  module: URL,
  options: { args?: unknown; env?: Record<string, string>; nodeArgs?: string[] } = {},
): Promise<Child<Ready>> => {
  const file = fileURLToPath(module)
  const name = file.split(/[\\/]/).slice(-2).join('/')
  const child = fork(file, [JSON.stringify(options.args ?? null)], {
    execArgv: ['--import', 'tsx', ...(options.nodeArgs ?? [])],
    env: { ...process.env, TZ: 'Europe/Copenhagen', ...options.env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  const ready = (await nextMessage(child, name)) as Ready
  return {
    ready,
    ask: async <Answer>(question: unknown) => {
      const answer = nextMessage(child, name)
      child.send({ kind: 'question', body: question })
      return (await answer) as Answer
    },
    stop: async () => {
      if (!running.has(child)) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.disconnect()
      const patience = setTimeout(() => child.kill('SIGKILL'), 20_000)
      await gone
      clearTimeout(patience)
    },
  }
}

const send = (message: Message): void => {
  process.send?.(message)
}

/**
 * The child's side: `open` gives what the parent is told, how questions are answered, and how to close.
 * The child ends when its parent lets go of it or dies.
 */
export const serve = async <Args, Ready>(
  open: (args: Args) => Promise<{
    ready: Ready
    answer?: (question: never) => Promise<unknown>
    close: () => Promise<void>
  }>,
): Promise<void> => {
  // Ctrl-C reaches the whole group: the parent ends its children in order.
  process.on('SIGINT', () => {})
  try {
    const opened = await open(JSON.parse(process.argv[2] ?? 'null') as Args)
    process.once('disconnect', () => {
      void opened.close().finally(() => process.exit(0))
    })
    process.on('message', (message: { body: never }) => {
      if (!opened.answer) return
      opened.answer(message.body).then(
        (body) => send({ kind: 'answer', body }),
        (error: Error) => send({ kind: 'failed', body: error.stack ?? error.message }),
      )
    })
    send({ kind: 'ready', body: opened.ready })
  } catch (error) {
    send({ kind: 'failed', body: (error as Error).stack ?? String(error) })
    process.exitCode = 1
    process.disconnect?.()
  }
}
