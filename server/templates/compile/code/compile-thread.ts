import { readFile } from 'node:fs/promises'
import { isMainThread, MessageChannel, parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { ended, explained } from './explain.ts'
import { type CodeProblem, importProblems } from './imports.ts'
import { type Answer, type CompileJob, renderedSchema } from './protocol.ts'
import { createSandbox, type Ended, type Realm } from './sandbox.ts'
import { type Transpiled, transpile } from './transpile.ts'

// A thread of its own (`pool.ts`): what an author wrote keeps nobody waiting, and ends with it.

const { bundle } = z.object({ bundle: z.string() }).parse(workerData)
const port = parentPort
if (isMainThread || !port) throw new Error('compile-thread.ts is a thread')

/** The first answers the values with filters; a template that goes another way by their texts may want more. */
const ROUNDS_MAX = 5
/** What the sandbox says of `throw null`. */
const NOTHING = 'Threw null'

const makeRealm = await createSandbox(await readFile(bundle, 'utf8'))
/** Made before it is needed, since our own part takes longer than most templates. */
let next: Promise<Realm> = makeRealm()
await next
await transpile('export default () => null')
port.postMessage('ready')

port.on('message', async (job: CompileJob) => {
  const realm = await next
  const answer = await compiled(job, realm)
  realm.dispose()
  port.postMessage(answer)
  if (answer.kind === 'problems' && answer.spent) return
  next = makeRealm()
  // Who waits for it gets the error.
  next.catch(() => {})
})

async function compiled(job: CompileJob, realm: Realm): Promise<Answer> {
  const wrong = importProblems(job.code, realm.exported)
  if (wrong.length > 0) return refused(wrong)
  const transpiled = await transpile(job.code)
  if ('problems' in transpiled) return refused(transpiled.problems)
  const broken = realm.load(transpiled.js)
  if (broken) return read(broken, transpiled, realm)
  let texts: string[] = []
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const step = read(realm.run(JSON.stringify(job), JSON.stringify(texts)), transpiled, realm)
    if (step.kind !== 'wanted') return step
    texts = await textsOf(step)
  }
  return refused([{ message: 'The template asks for other values each time it is rendered', at: null }])
}

function read(result: Ended, transpiled: Transpiled, realm: Realm): Answer {
  if (result.kind === 'ended') {
    const why = realm.isFull() ? 'memory' : result.why
    const spent = ['memory', 'deep', 'trap'].includes(why)
    return refused([ended(why, result.stack, transpiled)], spent)
  }
  const parsed = renderedSchema.safeParse(fromJson(result.json))
  if (!parsed.success) return refused([ended('answer', '', transpiled)])
  if ('error' in parsed.data) {
    const { error } = parsed.data
    // There was not even the memory for an error.
    if (realm.isFull() && error.message === NOTHING)
      return refused([ended('memory', error.stack, transpiled)], true)
    return refused([explained(error, transpiled)], /out of memory/i.test(error.message))
  }
  if ('wanted' in parsed.data) return { kind: 'wanted', wanted: parsed.data.wanted }
  const { html, marks } = parsed.data
  return { kind: 'rendered', html: html.toWellFormed(), marks }
}

const refused = (problems: CodeProblem[], spent = false): Answer => ({ kind: 'problems', problems, spent })

function fromJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** Asks the thread that started this one how values are written. */
async function textsOf(wanted: Answer): Promise<string[]> {
  const { promise, resolve } = Promise.withResolvers<unknown>()
  const { port1, port2 } = new MessageChannel()
  port1.once('message', resolve)
  port?.postMessage({ ...wanted, reply: port2 }, [port2])
  const texts = await promise
  port1.close()
  return z.array(z.string()).parse(texts)
}
