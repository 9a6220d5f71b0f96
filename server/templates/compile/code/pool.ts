import { join } from 'node:path'
import { type MessagePort, Worker } from 'node:worker_threads'
import {
  type Answer,
  answerSchema,
  type CompileJob,
  type Refusal,
  type Rendered,
  type Wanted,
} from './protocol.ts'

/** Two, so that one author's endless loop holds up nobody else. */
const THREADS = 2
const WAITING_MAX = 32
/** Above the sandbox's own 2 s, for what it can't interrupt itself. */
const ANSWER_MS = 2_800
const START_MS = 20_000
/** Of the thread's own heap. WebAssembly's memory is outside of it, and limited by the sandbox. */
const HEAP_MB = 256

const refused = (message: string): Refusal => ({
  kind: 'problems',
  problems: [{ message, at: null }],
  spent: true,
})
const BUSY = refused('Too many templates are being compiled at this moment: try again in a few seconds')
const SILENT = refused('The template takes more than 2 s to compile. Is there a loop in it that never ends?')
const DIED = refused('The template needs more memory than there is for one')

type Write = (wanted: Wanted) => string[]
export type Outcome = Rendered | Refusal

interface Job {
  job: CompileJob
  write: Write
  resolve: (outcome: Outcome) => void
  reject: (error: unknown) => void
}

interface Thread {
  worker: Worker
  isReady: boolean
  current: Job | null
  timer: NodeJS.Timeout
}

class Pool {
  readonly #threads = new Set<Thread>()
  readonly #waiting: Job[] = []
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  run(job: CompileJob, write: Write): Promise<Outcome> {
    if (this.#waiting.length >= WAITING_MAX) return Promise.resolve(BUSY)
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
    this.#waiting.push({ job, write, resolve, reject })
    this.#next()
    return promise
  }

  #next(): void {
    if (this.#waiting.length === 0) return
    for (const thread of this.#threads) {
      if (thread.isReady && !thread.current) {
        this.#give(thread)
        return
      }
    }
    if (this.#threads.size < THREADS) this.#start()
  }

  #give(thread: Thread): void {
    const job = this.#waiting.shift()
    if (!job) return
    thread.current = job
    thread.worker.ref()
    thread.timer = setTimeout(() => this.#end(thread, SILENT), ANSWER_MS)
    thread.worker.postMessage(job.job)
  }

  #start(): void {
    const worker = new Worker(join(this.#root, 'server/templates/compile/code/compile-thread.ts'), {
      workerData: { bundle: join(this.#root, '.build/emails/_studio/sandbox.js') },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      execArgv: [],
      // What an author wrote runs in it: nothing of the process's environment is there to be read.
      env: {},
    })
    const thread: Thread = {
      worker,
      isReady: false,
      current: null,
      timer: setTimeout(() => this.#fail(thread, new Error('the compiler did not start')), START_MS),
    }
    this.#threads.add(thread)
    worker.on('message', (message: unknown) => this.#hear(thread, message))
    worker.on('error', (error) => this.#broke(thread, error))
    worker.on('exit', () => this.#end(thread, DIED))
  }

  #hear(thread: Thread, message: unknown): void {
    if (!this.#threads.has(thread)) return
    if (message === 'ready') {
      clearTimeout(thread.timer)
      thread.isReady = true
      thread.worker.unref()
      this.#next()
      return
    }
    const job = thread.current
    if (!job) return
    try {
      const answer: Answer = answerSchema.parse(message)
      if (answer.kind === 'wanted') {
        const { reply } = message as { reply: MessagePort }
        reply.postMessage(job.write(answer.wanted))
        reply.close()
      } else if (answer.kind === 'problems' && answer.spent) {
        this.#end(thread, answer)
      } else {
        this.#free(thread)
        job.resolve(answer)
        this.#next()
      }
    } catch (error) {
      this.#fail(thread, error)
    }
  }

  #free(thread: Thread): void {
    clearTimeout(thread.timer)
    thread.current = null
    thread.worker.unref()
  }

  /** The thread is not used again; who has it gets this outcome. */
  #end(thread: Thread, outcome: Outcome): void {
    if (!this.#threads.delete(thread)) return
    const job = thread.current
    this.#free(thread)
    void thread.worker.terminate()
    job?.resolve(outcome)
    // The next need not wait for one to start.
    if (thread.isReady) this.#start()
    this.#next()
  }

  #broke(thread: Thread, error: unknown): void {
    if ((error as { code?: unknown })?.code === 'ERR_WORKER_OUT_OF_MEMORY') this.#end(thread, DIED)
    else this.#fail(thread, error)
  }

  /** A bug, or a build that is missing: before it ever compiled it would be so for everybody who waits. */
  #fail(thread: Thread, error: unknown): void {
    if (!this.#threads.delete(thread)) return
    const failed = thread.current ? [thread.current] : thread.isReady ? [] : this.#waiting.splice(0)
    this.#free(thread)
    void thread.worker.terminate()
    for (const job of failed) job.reject(error)
    this.#next()
  }
}

const key = Symbol.for('posthorn.code_compiler')
const holder = globalThis as { [key]?: Pool }

/**
 * Compiles in a thread, with no author's code having been there before.
 *
 * @param write writes values with their formats; called in this thread
 * @returns within 3 s of its turn. Rejects when the compiler itself is broken or was not built.
 */
export function compileInThread(job: CompileJob, write: Write): Promise<Outcome> {
  holder[key] ??= new Pool(process.cwd())
  return holder[key].run(job, write)
}
