import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import releaseSync from '@jitl/quickjs-wasmfile-release-sync'
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  shouldInterruptAfterDeadline,
} from 'quickjs-emscripten-core'
import { ANSWER_MAX } from './protocol.ts'
import { FILE } from './transpile.ts'

/** QuickJS's own limit counts only single large blocks in WebAssembly: its memory itself is bounded. In pages of 64 KB. */
const MEMORY_PAGES = { initial: 256, maximum: 1_024 }
/** It grows by a twentieth at the least, so that the last step may be left out. */
const FULL_BYTES = 0.9 * MEMORY_PAGES.maximum * 65_536
/** Of WebAssembly's own, 5 MB in this build of QuickJS; a mail nested 500 deep wants a tenth of it. */
const STACK_BYTES = 512 * 1024
const DEADLINE_MS = 2_000
const WORDS_MAX = 2_000
const JOBS_AT_ONCE = 100

export type Ended =
  | { kind: 'answered'; json: string }
  /** `memory`, `deep` and `trap`: the thread is not to be used any more. */
  | {
      kind: 'ended'
      why: 'time' | 'memory' | 'stack' | 'deep' | 'waiting' | 'answer' | 'trap'
      stack: string
    }

/** A JavaScript world of its own, with our part of it evaluated and no author's code yet. For one compilation. */
export interface Realm {
  /** The names that a template may import, by module. */
  exported: Record<string, string[]>
  /** Gives the module that `run` renders, once. Null: it is there. */
  load(js: string): Ended | null
  run(job: string, texts: string): Ended
  /** Whether the template has used all the memory there is. */
  isFull(): boolean
  dispose(): void
}

/** @param bundle the built `emails/_studio/sandbox.ts`. @returns makes a realm. Throws when the bundle can't run. */
export async function createSandbox(bundle: string): Promise<() => Promise<Realm>> {
  const wasm = fileURLToPath(import.meta.resolve('@jitl/quickjs-wasmfile-release-sync/wasm'))
  const wasmModule = await WebAssembly.compile(await readFile(wasm))
  // Not only a context of its own but a whole QuickJS: what breaks out of one finds nobody else.
  return async () => {
    const wasmMemory = new WebAssembly.Memory(MEMORY_PAGES)
    const variant = newVariant(releaseSync, { wasmModule, wasmMemory })
    const isFull = () => wasmMemory.buffer.byteLength > FULL_BYTES
    return createRealm((await newQuickJSWASMModuleFromVariant(variant)).newContext(), bundle, isFull)
  }
}

function createRealm(context: QuickJSContext, bundle: string, isFull: () => boolean): Realm {
  const { runtime } = context
  runtime.setMaxStackSize(STACK_BYTES)
  const ours = context.unwrapResult(
    context.evalCode(
      `(() => { const module = { exports: {} }, exports = module.exports; ${bundle}\nreturn module.exports })()`,
      'posthorn.js',
    ),
  )
  const run = context.getProp(ours, 'run')
  const names = context.getProp(ours, 'names')
  const exported = context
    .unwrapResult(context.callFunction(names, context.undefined))
    .consume(context.getString)
  let template: QuickJSHandle | null = null
  let deadline = 0

  function guarded<Result>(work: (deadline: number) => Result): Result | Ended {
    // One for all that a compilation runs.
    deadline ||= Date.now() + DEADLINE_MS
    runtime.setInterruptHandler(shouldInterruptAfterDeadline(deadline))
    try {
      return work(deadline)
    } catch (error) {
      // A trap of WebAssembly, or its stack's end.
      const why = Date.now() >= deadline ? 'time' : error instanceof RangeError ? 'deep' : 'trap'
      return { kind: 'ended', why, stack: '' }
    }
  }

  return {
    exported: JSON.parse(exported) as Record<string, string[]>,
    load(js) {
      return guarded((deadline) => {
        const result = context.evalCode(`(function (exports, require, module) {\n${js}\n})`, FILE)
        if (result.error) return failed(context, result.error, deadline)
        template = result.value
        return null
      })
    },
    run(job, texts) {
      return guarded((deadline) => {
        if (!template) throw new Error('nothing is loaded')
        const args = [template, context.newString(job), context.newString(texts)]
        return called(context, run, args, deadline)
      })
    },
    isFull,
    dispose() {
      // The instance goes with its memory; freeing what is in it one by one may meet what an author broke.
      runtime.removeInterruptHandler()
    },
  }
}

function called(context: QuickJSContext, run: QuickJSHandle, args: QuickJSHandle[], deadline: number): Ended {
  const result = context.callFunction(run, context.undefined, args)
  if (result.error) return failed(context, result.error, deadline)
  let state = context.getPromiseState(result.value)
  // No longer than until the mail is there: what else an author set going is nobody's.
  while (state.type === 'pending' && context.runtime.hasPendingJob() && Date.now() < deadline) {
    const jobs = context.runtime.executePendingJobs(JOBS_AT_ONCE)
    if (jobs.error) return failed(context, jobs.error, deadline)
    state = context.getPromiseState(result.value)
  }
  if (state.type === 'pending')
    return { kind: 'ended', why: Date.now() >= deadline ? 'time' : 'waiting', stack: '' }
  if (state.type === 'rejected') return failed(context, state.error, deadline)
  if (context.typeof(state.value) !== 'string') return { kind: 'ended', why: 'answer', stack: '' }
  // Looked at before it is copied out.
  const length = context.getProp(state.value, 'length').consume(context.getNumber)
  if (!(length <= ANSWER_MAX)) return { kind: 'ended', why: 'answer', stack: '' }
  return { kind: 'answered', json: context.getString(state.value) }
}

/** QuickJS's own ends: they pass by every `catch` of an author's, or happen in ours. */
function failed(context: QuickJSContext, error: QuickJSHandle, deadline: number): Ended {
  const message = textOf(context, error, 'message')
  const stack = textOf(context, error, 'stack')
  if (Date.now() >= deadline) return { kind: 'ended', why: 'time', stack }
  if (/out of memory/i.test(message)) return { kind: 'ended', why: 'memory', stack }
  if (/stack/i.test(message)) return { kind: 'ended', why: 'stack', stack }
  return { kind: 'ended', why: 'answer', stack }
}

/** Not through `dump`, which calls getters. Null prototypes and accessors give ''. */
function textOf(context: QuickJSContext, error: QuickJSHandle, name: string): string {
  if (context.typeof(error) !== 'object') return ''
  const value = context.getProp(error, name)
  return context.typeof(value) === 'string' ? context.getString(value).slice(0, WORDS_MAX) : ''
}
